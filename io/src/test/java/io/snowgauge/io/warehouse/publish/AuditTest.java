package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.Audit.FileRow;
import io.snowgauge.io.warehouse.control.Audit.RunRow;
import io.snowgauge.io.warehouse.control.FileStatus;
import io.snowgauge.io.warehouse.control.MergeCounts;
import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.io.warehouse.control.PassedOver;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.control.RunStatus;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.staging.RunStaging;
import io.snowgauge.transforms.staging.StagedFile;
import io.snowgauge.transforms.staging.StagingArea;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnEveryWarehouse
class AuditTest {
  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private Dataset dataset;
  private Audit audit;

  AuditTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, kind);
    dataset = site.dataset(APPEND, "*", new Tolerance(1L, null));
    audit = new Audit(site.warehouse());
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  @Test
  void aRunIsRunningUntilItEnds() throws Exception {
    site.begin(run("r1"), dataset);
    assertThat(
        audit.run(site.connection(), "r1"),
        contains(
            new RunRow(
                "r1",
                LocalDate.parse("2025-06-06"),
                "user_groups",
                "run",
                0,
                0,
                0,
                0,
                RunStatus.RUNNING,
                null,
                Instant.parse("2025-06-06T11:00:00Z"),
                null,
                MergeCounts.NONE)));
  }

  @Test
  void aRetryUnderTheSameIdGoesOnInItsRow() throws Exception {
    Run first = run("r1");
    site.begin(first, dataset);
    audit.fail(site.connection(), first, "user_groups", "no space left");
    Run retry =
        new Run(
            "r1",
            LocalDate.parse("2030-01-01"),
            Mode.RUN,
            Instant.parse("2030-01-01T00:00:00Z"),
            false);
    audit.start(site.connection(), retry, "user_groups");
    assertThat(
        site.rows(
            "SELECT EXECUTION_DATE, STARTED_AT, STATUS, ERROR_MESSAGES, FINISHED_AT"
                + " FROM SNOWGAUGE.INGESTION_AUDIT"),
        contains("2025-06-06 | 2025-06-06 11:00:00.0 | RUNNING | null | null"));
  }

  @ParameterizedTest
  @CsvSource({
    "ok,                 '',               SUCCESS, 1, 1, 0",
    "ok,                 ok2,              SUCCESS, 2, 2, 0",
    "ok,                 'ok bad',         PARTIAL, 2, 2, 1",
    "bad,                '',               PARTIAL, 0, 0, 1",
    "ok,                 'ok bad bad',     FAILED,  2, 1, 2",
    "'bad bad',          'bad bad',        FAILED,  0, 0, 4",
    "ok,                 missing,          FAILED,  1, 1, 0",
  })
  void theStatusIsTheWorstOfItsFiles(
      String one, String other, RunStatus status, long accepted, long ingested, long rejected)
      throws Exception {
    Run run = run("r1");
    site.load(run, dataset, file("a", one), file("b", other));
    RunRow row = audit.run(site.connection(), "r1").get(0);
    assertThat(row.status(), is(status));
    assertThat(row.files(), is(2L));
    assertThat(row.sourceRecords(), is(accepted + rejected));
    assertThat(row.ingestedRecords(), is(ingested));
    assertThat(row.rejectedRecords(), is(rejected));
    assertThat(row.finishedAt(), notNullValue());
  }

  private SourceFile file(String name, String lines) throws Exception {
    if (lines.equals("missing")) {
      String uri = site.write("x", "", MONDAY).uri() + ".missing";
      return new SourceFile(uri, null, 0, Instant.EPOCH, Map.of());
    }
    List<String> groups = new ArrayList<>();
    for (String line : lines.split(" ", -1)) {
      if (line.startsWith("ok")) {
        groups.add(line + " (u) -");
      } else if (line.equals("bad")) {
        groups.add("bad (u");
      }
    }
    return site.write(name, userGroups(groups.toArray(String[]::new)), MONDAY);
  }

  @Test
  void aRefusedLineWithoutRecordsMakesTheRunPartialToo() throws Exception {
    site.load(run("r1"), dataset, site.write("a", userGroups("g - -", "g - -"), MONDAY));
    RunRow row = audit.run(site.connection(), "r1").get(0);
    assertThat(row.status(), is(RunStatus.PARTIAL));
    assertThat(row.rejectedRecords(), is(0L));
  }

  @Test
  void aRefusedLineThatIsOnlyCountedMakesTheRunPartialToo() throws Exception {
    Run run = run("r1");
    site.begin(run, dataset);
    StagingArea area = site.area(run);
    StagingArea countingOnly =
        new StagingArea(
            area.partsUri(), area.archiveUri(), area.compression(), area.maxDecompressedBytes(), 0);
    StagedFile staged =
        RunStaging.of(
            dataset, site.write("a", userGroups("ok (u) -", "bad (u"), MONDAY), countingOnly);
    site.publish(run, dataset, staged);
    assertThat(site.rows("SELECT * FROM SNOWGAUGE.INGESTION_REJECTS"), empty());
    assertThat(audit.run(site.connection(), "r1").get(0).status(), is(RunStatus.PARTIAL));
  }

  @Test
  void tellsTheFirstMessageOfEachFile() throws Exception {
    Run run = run("r1");
    SourceFile empty = site.write("a", "", MONDAY);
    SourceFile bad = site.write("b", userGroups("bad (u", "worse (u"), MONDAY);
    site.load(run, dataset, empty, bad, site.write("c", userGroups("ok (u) -"), MONDAY));
    assertThat(
        audit.run(site.connection(), "r1").get(0).errorMessages(),
        is(
            empty.uri()
                + ": the file is empty: 0 bytes\n"
                + bad.uri()
                + ": 2 of 3 lines rejected, at most 1 tolerated"));
  }

  @ParameterizedTest
  @CsvSource({"19, 19, ''", "20, 20, ''", "21, 20, and 1 more", "23, 20, and 3 more"})
  void tellsTwentyMessagesAndHowManyMoreThereAre(int files, int told, String more)
      throws Exception {
    Run run = run("r1");
    List<String> uris =
        IntStream.range(0, files).mapToObj(i -> "file:///gone/%02d".formatted(i)).toList();
    site.load(
        run,
        dataset,
        uris.stream()
            .map(uri -> new SourceFile(uri, null, 0, Instant.EPOCH, Map.of()))
            .toArray(SourceFile[]::new));
    List<String> expected =
        new ArrayList<>(
            uris.stream()
                .limit(told)
                .map(uri -> uri + ": expected the listed file but it was deleted since")
                .toList());
    if (!more.isEmpty()) {
      expected.add(more);
    }
    String messages = String.valueOf(audit.run(site.connection(), "r1").get(0).errorMessages());
    assertThat(messages.lines().toList(), is(expected));
  }

  @Test
  void aFileKeepsTwentyMessagesOfItsOwn() throws Exception {
    String[] lines = IntStream.range(0, 25).mapToObj(i -> "g" + i + " (u").toArray(String[]::new);
    site.load(run("r1"), dataset, site.write("a", userGroups(lines), MONDAY));
    FileRow file = audit.files(site.connection(), "r1").get(0);
    List<String> messages = String.valueOf(file.errorMessages()).lines().toList();
    assertThat(messages.get(0), is("25 of 26 lines rejected, at most 1 tolerated"));
    assertThat(
        messages.get(20),
        is("line 22, column 5: expected ')' to close this '(' but found the end of the line"));
    assertThat(messages.get(21), is("and 5 more"));
    assertThat(messages.size(), is(22));
  }

  @Test
  void filesThatWereSkippedMakeTheRunFailed() throws Exception {
    Run run = run("r1");
    site.begin(run, dataset);
    StagedFile staged = site.stage(run, dataset, site.write("a", userGroups("ok (u) -"), MONDAY));
    site.publisher(run, dataset, "file:///b: skipped")
        .publish(List.of(site.manifest(run, dataset, staged)));
    assertThat(site.audit(), contains("r1 | 1 | 1 | 1 | 0 | FAILED | file:///b: skipped"));
    assertThat(site.shares(), contains("ok | u | null"));
  }

  @Test
  void whatIsHardlyMeantToBeLeftOutIsToldAndChangesNoStatus() throws Exception {
    Run run = run("r1");
    site.begin(run, dataset);
    StagedFile staged = site.stage(run, dataset, site.write("a", userGroups("ok (u) -"), MONDAY));
    PassedOver told = new PassedOver(List.of("not read: b"), List.of());
    new Publisher(site.warehouse(), dataset, run, site.area(run), told)
        .publish(List.of(site.manifest(run, dataset, staged)));
    assertThat(site.audit(), contains("r1 | 1 | 1 | 1 | 0 | SUCCESS | not read: b"));
    Run idle = run("r2");
    site.begin(idle, dataset);
    audit.conclude(site.connection(), idle, "user_groups", told);
    assertThat(
        site.audit(),
        contains(
            "r1 | 1 | 1 | 1 | 0 | SUCCESS | not read: b",
            "r2 | 0 | 0 | 0 | 0 | SUCCESS | not read: b"));
  }

  @Test
  void aRunThatHadNothingToPublishSucceeds() throws Exception {
    Run run = run("r1");
    site.begin(run, dataset);
    audit.conclude(site.connection(), run, "user_groups", PassedOver.NOTHING);
    assertThat(site.audit(), contains("r1 | 0 | 0 | 0 | 0 | SUCCESS | null"));
  }

  @Test
  void aRunThatCouldNotGoOnSaysWhy() throws Exception {
    Run run = run("r1");
    site.begin(run, dataset);
    audit.fail(site.connection(), run, "user_groups", "no space left");
    assertThat(
        site.audit(), contains("r1 | 0 | 0 | 0 | 0 | FAILED | the run failed: no space left"));
  }

  /** Whoever fails it, or takes it for dead, may have looked when it was not published yet. */
  @Test
  void aRunThatHasPublishedStaysAsItsPublicationSaidItWas() throws Exception {
    Run run = run("r1");
    site.load(run, dataset, site.write("a", userGroups("ok (u) -"), MONDAY));
    audit.fail(site.connection(), run, "user_groups", "no space left");
    audit.abandon(site.connection(), "r1", "run me");
    assertThat(site.audit(), contains("r1 | 1 | 1 | 1 | 0 | SUCCESS | null"));
    Run retry = new Run("r1", run.executionDate(), Mode.RUN, run.startedAt().plusSeconds(1), false);
    audit.start(site.connection(), retry, "user_groups");
    audit.fail(site.connection(), retry, "user_groups", "no space left");
    assertThat(
        site.audit(), contains("r1 | 1 | 1 | 1 | 0 | FAILED | the run failed: no space left"));
  }

  private Run again(Run run, int seconds) {
    return new Run(
        run.id(), run.executionDate(), run.mode(), run.startedAt().plusSeconds(seconds), false);
  }

  @Test
  void aRetryThatGoesOnOrDiesStillCountsWhatTheTryBeforeHasLoaded() throws Exception {
    Run run = run("r1");
    site.load(run, dataset, site.write("a", userGroups("ok (u) -", "bad (u"), MONDAY));
    audit.start(site.connection(), again(run, 1), "user_groups");
    assertThat(site.audit(), contains("r1 | 1 | 2 | 1 | 1 | RUNNING | null"));
    audit.abandon(site.connection(), "r1", "run me");
    assertThat(
        site.audit(),
        contains("r1 | 1 | 2 | 1 | 1 | ABANDONED | ended without a result; found by run me"));
  }

  /** A job that nobody waits for may end when its run is tried again already. */
  @Test
  void theTryThatWasStartedLastIsTold() throws Exception {
    Run first = run("r1");
    Run second = again(first, 1);
    site.begin(first, dataset);
    audit.start(site.connection(), second, "user_groups");
    audit.conclude(site.connection(), first, "user_groups", PassedOver.NOTHING);
    assertThat(site.audit(), contains("r1 | 0 | 0 | 0 | 0 | RUNNING | null"));
    audit.fail(site.connection(), second, "user_groups", "no space left");
    assertThat(
        site.audit(), contains("r1 | 0 | 0 | 0 | 0 | FAILED | the run failed: no space left"));
    audit.conclude(site.connection(), second, "user_groups", PassedOver.NOTHING);
    assertThat(site.audit(), contains("r1 | 0 | 0 | 0 | 0 | SUCCESS | null"));
  }

  @Test
  void abandonsWhatIsRunningAndNothingElse() throws Exception {
    Dataset other = Datasets.named("other", "OTHER", dataset);
    site.begin(run("dead"), dataset);
    site.begin(run("dead"), other);
    site.begin(run("ended"), dataset);
    audit.conclude(site.connection(), run("ended"), "user_groups", PassedOver.NOTHING);
    site.begin(run("me"), dataset);
    assertThat(
        audit.running(site.connection()).stream()
            .map(row -> row.runId() + " " + row.dataset() + " " + row.status())
            .sorted()
            .toList(),
        contains("dead other RUNNING", "dead user_groups RUNNING", "me user_groups RUNNING"));
    audit.abandon(site.connection(), "dead", "run me");
    audit.abandon(site.connection(), "ended", "run me");
    assertThat(
        site.rows(
            "SELECT RUN_ID, DATASET, STATUS, ERROR_MESSAGES, FINISHED_AT IS NULL"
                + " FROM SNOWGAUGE.INGESTION_AUDIT ORDER BY ALL"),
        contains(
            "dead | other | ABANDONED | ended without a result; found by run me | false",
            "dead | user_groups | ABANDONED | ended without a result; found by run me | false",
            "ended | user_groups | SUCCESS | null | false",
            "me | user_groups | RUNNING | null | true"));
    assertThat(
        audit.running(site.connection()).stream().map(RunRow::runId).toList(), contains("me"));
  }

  @Test
  void anAbandonedRunThatIsRetriedUnderItsIdGoesOn() throws Exception {
    site.begin(run("dead"), dataset);
    audit.abandon(site.connection(), "dead", "run me");
    site.load(run("dead"), dataset, site.write("a", userGroups("ok (u) -"), MONDAY));
    assertThat(site.audit(), contains("dead | 1 | 1 | 1 | 0 | SUCCESS | null"));
  }

  @Test
  void showsTheNewestRunsFirst() throws Exception {
    Dataset other = Datasets.named("other", "OTHER", dataset);
    site.begin(run("warm-up"), dataset);
    site.execute("DELETE FROM SNOWGAUGE.INGESTION_RUN_EVENTS");
    for (int day = 1; day <= 3; day++) {
      Instant startedAt = Instant.parse("2025-06-0" + day + "T10:00:00Z");
      Run run = new Run("r" + day, LocalDate.parse("2025-06-06"), Mode.RUN, startedAt, false);
      audit.start(site.connection(), run, "user_groups");
      audit.start(site.connection(), run, other.name());
    }
    assertThat(
        audit.lastRuns(site.connection(), 2).stream()
            .map(row -> row.runId() + " " + row.dataset())
            .toList(),
        contains("r3 other", "r3 user_groups", "r2 other", "r2 user_groups"));
  }

  @Test
  void showsTheFilesOfARunByUri() throws Exception {
    Run run = run("r1");
    SourceFile b = site.write("b", userGroups("ok (u) -", "bad (u"), MONDAY);
    SourceFile a = site.write("a", userGroups("ok (u v) -"), MONDAY);
    site.load(run("r0"), dataset, site.write("c", userGroups("ok (u) -"), MONDAY));
    site.load(run, dataset, b, a);
    List<FileRow> files = audit.files(site.connection(), "r1");
    assertThat(files.stream().map(FileRow::uri).toList(), contains(a.uri(), b.uri()));
    FileRow file = files.get(1);
    assertThat(
        new FileRow(
            file.dataset(),
            file.fileId(),
            file.uri(),
            file.sizeBytes(),
            file.runId(),
            file.attempt(),
            file.sourceRecords(),
            file.acceptedRecords(),
            file.rejectedRecords(),
            file.ingestedRecords(),
            file.status(),
            file.errorMessages(),
            null,
            file.merged(),
            file.digest()),
        is(
            new FileRow(
                "user_groups",
                b.fileId(),
                b.uri(),
                b.sizeBytes(),
                "r1",
                1,
                2,
                1,
                1,
                1,
                FileStatus.PUBLISHED,
                "line 4, column 5: expected ')' to close this '(' but found the end of the line",
                null,
                new MergeCounts(1, 0, 0, 0),
                null)));
    assertThat(file.loadedAt(), notNullValue());
  }
}
