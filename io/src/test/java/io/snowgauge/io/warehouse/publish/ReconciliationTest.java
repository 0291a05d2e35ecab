package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.staging.StagedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is published only if what is staged of it is exactly what its manifest says. */
@OnEveryWarehouse
class ReconciliationTest {
  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private Dataset dataset;
  private Run run;
  private StagedFile sound;
  private StagedFile staged;

  ReconciliationTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void stageASoundFileAndAnother() throws Exception {
    site = new Site(folder, kind);
    dataset = site.dataset(APPEND);
    run = run("r1");
    site.begin(run, dataset);
    sound = site.stage(run, dataset, site.write("a", userGroups("sound (u) -"), MONDAY));
    staged = site.stage(run, dataset, site.write("b", userGroups("faulty (u v w) -"), MONDAY));
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private void publishBoth() throws Exception {
    site.publish(run, dataset, staged, sound);
  }

  private void assertOnlyTheSoundFileIsIn(String message) throws SQLException {
    assertThat(site.shares(), contains("sound | u | null"));
    assertThat(
        site.ledger(),
        contains("a | r1 | 1 | PUBLISHED | 1 | null", "b | r1 | 1 | FAILED | 0 | " + message));
    assertThat(
        site.audit(),
        contains("r1 | 2 | 4 | 1 | 0 | FAILED | " + staged.file().uri() + ": " + message));
  }

  @Test
  void failsAFileWhoseStagedRecordsAreMissing() throws Exception {
    Site.rewritePart(staged, Site.part(staged).stream().limit(2));
    publishBoth();
    assertOnlyTheSoundFileIsIn(
        "does not balance in the warehouse: expected 3 staged records but found 2, 2 of them"
            + " distinct");
  }

  @Test
  void failsAFileOfWhichNothingIsStaged() throws Exception {
    staged = Staged.withParts(staged, List.of());
    publishBoth();
    assertOnlyTheSoundFileIsIn(
        "does not balance in the warehouse: expected 3 staged records but found 0, 0 of them"
            + " distinct");
  }

  @Test
  void failsAFileWithARecordTooMany() throws Exception {
    List<String> part = Site.part(staged);
    Site.rewritePart(staged, Stream.concat(part.stream(), part.stream().limit(1)));
    publishBoth();
    assertOnlyTheSoundFileIsIn(
        "does not balance in the warehouse: expected 3 staged records but found 4, 3 of them"
            + " distinct");
  }

  @Test
  void failsAFileWithOneRecordTwiceAndAnotherMissing() throws Exception {
    List<String> part = Site.part(staged);
    Site.rewritePart(staged, Stream.of(part.get(0), part.get(2), part.get(2)));
    publishBoth();
    assertOnlyTheSoundFileIsIn(
        "does not balance in the warehouse: expected 3 staged records but found 3, 2 of them"
            + " distinct");
  }

  @Test
  void failsAFileWithARecordBeyondTheLast() throws Exception {
    List<String> part = Site.part(staged);
    String beyond = part.get(2).replaceFirst(",3,", ",4,");
    Site.rewritePart(staged, Stream.of(part.get(0), part.get(1), beyond));
    publishBoth();
    assertOnlyTheSoundFileIsIn(
        "does not balance in the warehouse: expected 3 staged records but found 3, 3 of them"
            + " distinct");
  }

  @Test
  void failsAFileWhoseSourceCountIsNotAcceptedPlusRejected() throws Exception {
    staged = Staged.withCounts(staged, 3, 3, 1);
    publishBoth();
    assertThat(site.shares(), contains("sound | u | null"));
    assertThat(
        site.rows(
            "SELECT STATUS, SOURCE_RECORD_COUNT, ACCEPTED_RECORD_COUNT, REJECTED_RECORD_COUNT,"
                + " INGESTED_RECORD_COUNT FROM SNOWGAUGE.INGESTION_FILES ORDER BY URI"),
        contains("PUBLISHED | 1 | 1 | 0 | 1", "FAILED | 3 | 3 | 1 | 0"));
  }

  @Test
  void ignoresStagedRecordsThatNoManifestNames() throws Exception {
    List<String> part = Site.part(staged);
    String stranger = part.get(0).replaceFirst("^[^,]*", "0000000000000000");
    Site.rewritePart(staged, Stream.concat(part.stream(), Stream.of(stranger)));
    publishBoth();
    assertThat(
        site.shares(),
        contains(
            "faulty | u | null", "faulty | v | null", "faulty | w | null", "sound | u | null"));
  }

  @Test
  void countsRecordsExactlyBeyondOneWordOfBits() throws Exception {
    String members = String.join(" ", IntStream.range(0, 1000).mapToObj(i -> "u" + i).toList());
    SourceFile file = site.write("c", userGroups("many (" + members + ") -"), MONDAY);
    StagedFile many = site.stage(run, dataset, file);
    StagedFile again = site.stage(run("r2"), dataset, file);
    site.publish(run, dataset, many);
    assertThat(site.rows("SELECT STATUS FROM SNOWGAUGE.INGESTION_FILES"), contains("PUBLISHED"));
    List<String> part = Site.part(again);
    Site.rewritePart(again, IntStream.range(0, 1000).mapToObj(i -> part.get(i == 640 ? 639 : i)));
    Run forced = Site.forced("r2");
    site.begin(forced, dataset);
    site.publish(forced, dataset, again);
    assertThat(
        site.rows("SELECT ERROR_MESSAGES FROM SNOWGAUGE.INGESTION_FILES WHERE RUN_ID = 'r2'"),
        contains(
            "does not balance in the warehouse: expected 1000 staged records but found 1000, 999"
                + " of them distinct"));
  }

  @Test
  void failsAFileThatStagingHasFailedAndKeepsItsRejects() throws Exception {
    staged =
        site.stage(
            run, dataset, site.write("b", userGroups("ok (u v) -", "bad (u", "ok (w) -"), MONDAY));
    publishBoth();
    assertThat(site.shares(), contains("sound | u | null"));
    String reject =
        "line 4, column 5: expected ')' to close this '(' but found the end of the line";
    String duplicate =
        "line 5, column 1: GROUP_NAME: expected each group once but found 'ok' again";
    assertThat(
        site.ledger(),
        contains(
            "a | r1 | 1 | PUBLISHED | 1 | null",
            "b | r1 | 1 | FAILED | 0 | 2 of 4 lines rejected, none tolerated\n"
                + reject
                + "\n"
                + duplicate));
    assertThat(
        site.rows(
            "SELECT RUN_ID, DATASET, FILE_ID, URI, LINE, COLUMN_NUMBER, REASON, RAW"
                + " FROM SNOWGAUGE.INGESTION_REJECTS ORDER BY LINE"),
        contains(
            rejectRow(4, 5, reject.substring(reject.indexOf(": ") + 2), "bad (u"),
            rejectRow(5, 1, duplicate.substring(duplicate.indexOf(": ") + 2), "ok (w) -")));
    assertThat(
        site.audit(),
        contains(
            "r1 | 2 | 5 | 1 | 2 | FAILED | "
                + staged.file().uri()
                + ": 2 of 4 lines rejected, none tolerated"));
  }

  private String rejectRow(int line, int column, String reason, String raw) {
    SourceFile file = staged.file();
    return String.join(
        " | ",
        "r1",
        "user_groups",
        file.fileId(),
        file.uri(),
        String.valueOf(line),
        String.valueOf(column),
        reason,
        raw);
  }

  @Test
  void publishesAFileWithinTheToleranceAndKeepsItsRejects() throws Exception {
    Dataset tolerant = site.dataset(APPEND, "*", new Tolerance(1L, null));
    staged = site.stage(run, tolerant, site.write("b", userGroups("ok (u) -", "bad (u"), MONDAY));
    site.publish(run, tolerant, staged, sound);
    assertThat(site.shares(), contains("ok | u | null", "sound | u | null"));
    String message =
        "line 4, column 5: expected ')' to close this '(' but found the end of the line";
    assertThat(
        site.ledger(),
        contains("a | r1 | 1 | PUBLISHED | 1 | null", "b | r1 | 1 | PUBLISHED | 1 | " + message));
    assertThat(
        site.audit(),
        contains("r1 | 2 | 3 | 2 | 1 | PARTIAL | " + staged.file().uri() + ": " + message));
    assertThat(
        site.rows("SELECT LINE, RAW FROM SNOWGAUGE.INGESTION_REJECTS"), contains("4 | bad (u"));
  }

  @Test
  void aFileThatWasDeletedSinceItWasListedFailsAlone() throws Exception {
    SourceFile gone = site.write("c", userGroups("gone (u) -"), MONDAY);
    Files.delete(folder.resolve("data/c"));
    staged = site.stage(run, dataset, gone);
    publishBoth();
    assertThat(site.shares(), contains("sound | u | null"));
    assertThat(
        site.rows("SELECT ERROR_MESSAGES FROM SNOWGAUGE.INGESTION_FILES WHERE STATUS = 'FAILED'"),
        contains("expected the listed file but it was deleted since"));
  }

  @Test
  void aFileThatChangedSinceItWasListedFailsAlone() throws Exception {
    SourceFile listed = site.write("c", userGroups("old (u) -"), MONDAY);
    site.write("c", userGroups("new (u) -"), Site.TUESDAY);
    staged = site.stage(run, dataset, listed);
    publishBoth();
    assertThat(site.shares(), contains("sound | u | null"));
    assertThat(
        site.rows("SELECT ERROR_MESSAGES FROM SNOWGAUGE.INGESTION_FILES WHERE STATUS = 'FAILED'"),
        contains(
            "expected the listed version but the file changed since; the next run loads the new"
                + " one"));
  }

  @Test
  void aRunOfFailuresOnlyPublishesNothing() throws Exception {
    Site.rewritePart(staged, Stream.of());
    site.publish(run, dataset, staged);
    assertThat(site.shares(), empty());
    assertThat(
        site.rows("SELECT FILES, INGESTED_RECORD_COUNT, STATUS FROM SNOWGAUGE.INGESTION_AUDIT"),
        contains("1 | 0 | FAILED"));
  }
}
