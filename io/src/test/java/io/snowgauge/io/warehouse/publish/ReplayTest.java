package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.WEDNESDAY;
import static io.snowgauge.io.warehouse.publish.Site.forced;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static io.snowgauge.transforms.dataset.PublishMode.MERGE;
import static io.snowgauge.transforms.dataset.PublishMode.REPLACE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.snowgauge.io.proof.ChainCheck;
import io.snowgauge.io.proof.ChainFinding;
import io.snowgauge.io.warehouse.control.LedgerChain;
import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.io.warehouse.control.RefusedLines;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.csv.CsvFormat;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Digest;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.staging.StagedFile;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import io.snowgauge.transforms.tabular.ExtraColumns;
import io.snowgauge.transforms.tabular.InputColumn;
import io.snowgauge.transforms.text.TextEncoding;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Corrected lines go to the account of the version that they were refused in. */
@OnEveryWarehouse
class ReplayTest {
  private static final String SALES = "id,name\n1,a\nx2,b\n3,c\nx4,d\n5,e\n";
  private static final String WHOLE = "id,name\n1,a\n2,b\n3,c\n4,d\n5,e\n";
  private static final String CORRECTED = "id,name\n2,b\n4,d\n";
  private static final String ALL = "1 | a, 2 | b, 3 | c, 4 | d, 5 | e";

  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;

  ReplayTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, kind);
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private Dataset dataset(PublishMode publish) {
    return new Dataset(
            "sales",
            site.dataset(APPEND, "*.csv", Tolerance.NONE).input(),
            new CsvFormat(
                new DeclaredColumns(
                    List.of(
                        new InputColumn("id", ColumnType.INTEGER, true, null),
                        new InputColumn("name", ColumnType.STRING, false, null)),
                    ExtraColumns.KEEP),
                true,
                ',',
                TextEncoding.UTF_8,
                List.of(),
                1 << 20),
            "SALES",
            publish,
            publish == MERGE ? List.of("id") : List.of(),
            new Tolerance(null, null))
        .with(Digest.RECORDS);
  }

  private static Run replay(String id, StagedFile of) {
    Run run = run(id);
    return new Run(id, run.executionDate(), Mode.REPLAY, run.startedAt(), false, of.stageId());
  }

  private StagedFile replays(String id, StagedFile of, Dataset dataset, SourceFile file)
      throws Exception {
    return site.load(replay(id, of), dataset, file).get(0);
  }

  private StagedFile load(String id, Dataset dataset, SourceFile file) throws Exception {
    return site.load(run(id), dataset, file).get(0);
  }

  private SourceFile corrected(String text) throws Exception {
    return site.write("corrected.txt", text, WEDNESDAY);
  }

  private String sales() throws SQLException {
    return String.join(", ", site.rows("SELECT id, name FROM SALES ORDER BY id, name"));
  }

  /** File, run, status, then source, accepted, rejected and ingested. */
  private List<String> ledger() throws SQLException {
    return site
        .rows(
            "SELECT URI, RUN_ID, STATUS, SOURCE_RECORD_COUNT, ACCEPTED_RECORD_COUNT,"
                + " REJECTED_RECORD_COUNT, INGESTED_RECORD_COUNT FROM SNOWGAUGE.INGESTION_FILES"
                + " ORDER BY RUN_ID, URI")
        .stream()
        .map(row -> row.replaceFirst("file://[^|]*/", ""))
        .toList();
  }

  private List<String> audit() throws SQLException {
    return site.rows(
        "SELECT RUN_ID, MODE, FILES, SOURCE_RECORD_COUNT, INGESTED_RECORD_COUNT,"
            + " REJECTED_RECORD_COUNT, STATUS FROM SNOWGAUGE.INGESTION_AUDIT ORDER BY RUN_ID");
  }

  /** By counting rows: each version has those that its ledger row says, numbered through. */
  private void assertBalance() throws SQLException {
    assertThat(
        site.rows(
            "SELECT f.URI FROM SNOWGAUGE.INGESTION_FILES f LEFT JOIN ("
                + "SELECT _FILE_ID, COUNT(*) AS N, COUNT(DISTINCT _RECORD) AS D, MAX(_RECORD) AS M"
                + " FROM SALES GROUP BY _FILE_ID) t"
                + " ON t._FILE_ID = f.FILE_ID WHERE f.STATUS = 'PUBLISHED' AND NOT ("
                + "f.SOURCE_RECORD_COUNT = f.ACCEPTED_RECORD_COUNT + f.REJECTED_RECORD_COUNT"
                + " AND COALESCE(t.N, 0) = f.INGESTED_RECORD_COUNT"
                + " AND COALESCE(t.D, 0) = f.INGESTED_RECORD_COUNT"
                + " AND COALESCE(t.M, 0) = f.INGESTED_RECORD_COUNT)"),
        is(empty()));
  }

  @Test
  void theBalanceOfTheVersionCloses() throws Exception {
    Dataset dataset = dataset(APPEND);
    SourceFile file = site.write("sales.csv", SALES, MONDAY);
    StagedFile first = load("r1", dataset, file);
    replays("r2", first, dataset, corrected(CORRECTED));
    assertThat(sales(), is(ALL));
    assertThat(
        site.rows(
            "SELECT id, _RECORD, _RUN_ID, CAST(_FILE_MODIFIED_AT AS DATE) FROM SALES"
                + " WHERE _FILE_ID = ? ORDER BY id",
            file.fileId()),
        contains(
            "1 | 1 | r1 | 2025-06-02",
            "2 | 4 | r2 | 2025-06-02",
            "3 | 2 | r1 | 2025-06-02",
            "4 | 5 | r2 | 2025-06-02",
            "5 | 3 | r1 | 2025-06-02"));
    assertThat(
        ledger(),
        contains(
            "sales.csv | r1 | PUBLISHED | 5 | 5 | 0 | 5",
            "corrected.txt | r2 | REPLAYED | 2 | 2 | 0 | 2"));
    assertThat(
        audit(),
        contains("r1 | run | 1 | 5 | 5 | 0 | SUCCESS", "r2 | replay | 1 | 2 | 2 | 0 | SUCCESS"));
    assertBalance();
  }

  @Test
  void theDigestBecomesThatOfAllRows() throws Exception {
    Dataset dataset = dataset(APPEND);
    StagedFile first = load("r1", dataset, site.write("sales.csv", SALES, MONDAY));
    replays("r2", first, dataset, corrected(CORRECTED));
    String whole = site.stage(run("r3"), dataset, site.write("whole.csv", WHOLE, MONDAY)).digest();
    assertThat(
        site.rows("SELECT DIGEST FROM SNOWGAUGE.INGESTION_FILES WHERE RUN_ID = 'r1'"),
        contains(whole));
  }

  @Test
  void whatTheLedgerSaidBeforeIsKept() throws Exception {
    Dataset dataset = dataset(APPEND);
    StagedFile first = load("r1", dataset, site.write("sales.csv", SALES, MONDAY));
    replays("r2", first, dataset, corrected(CORRECTED));
    assertThat(
        site.rows(
            "SELECT STATUS, REJECTED_RECORD_COUNT FROM SNOWGAUGE.INGESTION_FILE_EVENTS"
                + " WHERE RUN_ID = 'r1' ORDER BY EPOCH"),
        contains("PUBLISHED | 2", "PUBLISHED | 0"));
    assertThat(
        site.rows(
            "SELECT STATUS FROM SNOWGAUGE.INGESTION_RUN_EVENTS WHERE RUN_ID = 'r1'"
                + " AND PRECEDENCE = 3 ORDER BY EVENT_AT"),
        contains("PARTIAL", "SUCCESS"));
    assertThat(
        site.rows("SELECT LINE FROM SNOWGAUGE.INGESTION_REJECTS ORDER BY LINE"),
        contains("3", "5"));
  }

  /** Also where it fails, and once the version is taken out; no clock is said to have gone back. */
  @Test
  void whatAReplayWritesIsInTheChainOfTheLedger() throws Exception {
    Dataset dataset = dataset(APPEND);
    SourceFile file = site.write("sales.csv", SALES, MONDAY);
    StagedFile first = load("r1", dataset, file);
    replays("r2", first, dataset, corrected(WHOLE));
    replays("r3", first, dataset, corrected(CORRECTED));
    Retraction.ofFile(site.warehouse(), file.uri()).from(dataset);
    assertThat(chained(), is(empty()));
    assertThat(
        site.rows(
            "SELECT PLACE, EPOCH, RUN_ID, STATUS, REPLAYS_STAGE_ID IS NULL"
                + " FROM SNOWGAUGE.INGESTION_FILE_EVENTS ORDER BY PLACE"),
        contains(
            "1 | 1 | r1 | PUBLISHED | true",
            "2 | 2 | r2 | FAILED | false",
            "3 | 3 | r3 | REPLAYED | false",
            "4 | 3 | r1 | PUBLISHED | true",
            "5 | 4 | r1 | RETRACTED | true"));
    site.execute(
        "UPDATE SNOWGAUGE.INGESTION_FILE_EVENTS SET REPLAYS_STAGE_ID = 'other' WHERE PLACE = 3");
    assertThat(chained(), contains(startsWith("CHANGED: event 3 (epoch 3, REPLAYED, ")));
  }

  private List<String> chained() throws SQLException {
    return ChainCheck.check(
            visitor -> new LedgerChain(site.warehouse()).each(site.connection(), "sales", visitor),
            List.of())
        .findings()
        .stream()
        .map(ChainFinding::toString)
        .toList();
  }

  @Test
  void theSameFileReplayedTwiceAddsNothing() throws Exception {
    Dataset dataset = dataset(APPEND);
    StagedFile first = load("r1", dataset, site.write("sales.csv", SALES, MONDAY));
    SourceFile one = corrected("id,name\n2,b\n");
    StagedFile replayed = replays("r2", first, dataset, one);
    site.publish(replay("r2", first), dataset, replayed);
    site.publish(replay("r2", first), dataset, site.stage(replay("r2", first), dataset, one));
    replays("r3", first, dataset, one);
    assertThat(sales(), is("1 | a, 2 | b, 3 | c, 5 | e"));
    assertThat(
        ledger(),
        contains(
            "sales.csv | r1 | PUBLISHED | 5 | 4 | 1 | 4",
            "corrected.txt | r2 | REPLAYED | 1 | 1 | 0 | 1"));
    assertThat(
        audit(),
        contains(
            "r1 | run | 1 | 5 | 4 | 1 | PARTIAL",
            "r2 | replay | 1 | 1 | 1 | 0 | SUCCESS",
            "r3 | replay | 0 | 0 | 0 | 0 | SUCCESS"));
    assertBalance();
  }

  @Test
  void oneLineAfterTheOtherMayBeReplayedAlsoUnderOneRunId() throws Exception {
    Dataset dataset = dataset(APPEND);
    StagedFile first = load("r1", dataset, site.write("sales.csv", SALES, MONDAY));
    replays("r2", first, dataset, corrected("id,name\n2,b\n"));
    replays("r2", first, dataset, site.write("other.txt", "name,id\nd,4\n", WEDNESDAY));
    assertThat(sales(), is(ALL));
    assertThat(
        ledger(),
        contains(
            "sales.csv | r1 | PUBLISHED | 5 | 5 | 0 | 5",
            "corrected.txt | r2 | REPLAYED | 1 | 1 | 0 | 1",
            "other.txt | r2 | REPLAYED | 1 | 1 | 0 | 1"));
    assertBalance();
  }

  @Test
  void moreLinesThanWereRefusedAreNotTaken() throws Exception {
    Dataset dataset = dataset(APPEND);
    StagedFile first = load("r1", dataset, site.write("sales.csv", SALES, MONDAY));
    replays("r2", first, dataset, corrected("id,name\n2,b\n"));
    SourceFile many = site.write("many.txt", CORRECTED, WEDNESDAY);
    replays("r3", first, dataset, many);
    assertThat(sales(), is("1 | a, 2 | b, 3 | c, 5 | e"));
    assertThat(
        site.rows(
            "SELECT STATUS, ERROR_MESSAGES FROM SNOWGAUGE.INGESTION_FILES WHERE RUN_ID = 'r3'"),
        contains(
            "FAILED | expected no more records than are still refused of "
                + first.file().uri()
                + ", 1, but found 2; leave only lines that were refused"));
    assertThat(
        audit(),
        contains(
            "r1 | run | 1 | 5 | 4 | 1 | PARTIAL",
            "r2 | replay | 1 | 1 | 1 | 0 | SUCCESS",
            "r3 | replay | 1 | 2 | 0 | 0 | FAILED"));
    assertThat(site.filesOf(replay("r3", first)), is(empty()));
    assertBalance();
  }

  @Test
  void twoReplaysAtTheSameTimeBringBackNoMoreThanWasRefused() throws Exception {
    Dataset dataset = dataset(APPEND);
    StagedFile first = load("r1", dataset, site.write("sales.csv", SALES, MONDAY));
    Run late = replay("r3", first);
    site.begin(late, dataset);
    StagedFile staged = site.stage(late, dataset, site.write("b.txt", CORRECTED, WEDNESDAY));
    replays("r2", first, dataset, corrected(CORRECTED));
    site.publish(late, dataset, staged);
    assertThat(sales(), is(ALL));
    assertThat(
        site.rows("SELECT STATUS FROM SNOWGAUGE.INGESTION_FILES ORDER BY RUN_ID"),
        contains("PUBLISHED", "REPLAYED", "FAILED"));
    assertBalance();
  }

  @Test
  void whatIsStillBadStaysRefused() throws Exception {
    Dataset dataset = dataset(APPEND);
    StagedFile first = load("r1", dataset, site.write("sales.csv", SALES, MONDAY));
    replays("r2", first, dataset, corrected("id,name\n2,b\ny4,d\n"));
    assertThat(sales(), is("1 | a, 2 | b, 3 | c, 5 | e"));
    assertThat(
        ledger(),
        contains(
            "sales.csv | r1 | PUBLISHED | 5 | 4 | 1 | 4",
            "corrected.txt | r2 | REPLAYED | 2 | 1 | 1 | 1"));
    assertThat(
        audit(),
        contains("r1 | run | 1 | 5 | 4 | 1 | PARTIAL", "r2 | replay | 1 | 2 | 1 | 1 | PARTIAL"));
    assertThat(
        site.rows("SELECT RUN_ID, RAW FROM SNOWGAUGE.INGESTION_REJECTS ORDER BY RUN_ID, LINE"),
        contains("r1 | x2,b", "r1 | x4,d", "r2 | y4,d"));
    assertBalance();
  }

  @Test
  void aVersionThatWasTakenOutMeanwhileTakesNothing() throws Exception {
    Dataset dataset = dataset(APPEND);
    StagedFile first = load("r1", dataset, site.write("sales.csv", SALES, MONDAY));
    Run late = replay("r2", first);
    site.begin(late, dataset);
    StagedFile staged = site.stage(late, dataset, corrected(CORRECTED));
    Retraction.ofFile(site.warehouse(), first.file().uri()).from(dataset);
    site.publish(late, dataset, staged);
    assertThat(sales(), is(""));
    assertThat(
        site.rows(
            "SELECT STATUS, ERROR_MESSAGES FROM SNOWGAUGE.INGESTION_FILES WHERE RUN_ID = 'r2'"),
        contains(
            "FAILED | expected the version whose lines it brings back to be published but it is not"
                + " any more: it was replaced or taken out; correct the file itself"));
  }

  @Test
  void aVersionIsTakenOutWithWhatWasReplayedAndMayBeReplayedAnew() throws Exception {
    Dataset dataset = dataset(APPEND);
    SourceFile file = site.write("sales.csv", SALES, MONDAY);
    StagedFile first = load("r1", dataset, file);
    SourceFile corrected = corrected(CORRECTED);
    replays("r2", first, dataset, corrected);
    assertThat(
        Retraction.ofFile(site.warehouse(), file.uri()).from(dataset),
        contains(new Retraction.TakenOut(file.uri(), file.fileId(), 5, 5)));
    assertThat(sales(), is(""));
    StagedFile again = load("r3", dataset, file);
    assertThat(sales(), is("1 | a, 3 | c, 5 | e"));
    replays("r4", again, dataset, corrected);
    assertThat(sales(), is(ALL));
    assertBalance();
  }

  @Test
  void aForcedLoadTakesThePlaceOfWhatWasReplayed() throws Exception {
    Dataset dataset = dataset(APPEND);
    SourceFile file = site.write("sales.csv", SALES, MONDAY);
    replays("r2", load("r1", dataset, file), dataset, corrected(CORRECTED));
    StagedFile again = site.load(forced("r3"), dataset, file).get(0);
    assertThat(sales(), is("1 | a, 3 | c, 5 | e"));
    assertBalance();
    replays("r4", again, dataset, corrected(CORRECTED));
    assertThat(sales(), is(ALL));
    assertBalance();
  }

  @Test
  void ofAReplacedVersionNothingIsReplayed() throws Exception {
    Dataset dataset = dataset(REPLACE);
    StagedFile first = load("r1", dataset, site.write("sales.csv", SALES, MONDAY));
    SourceFile neighbour = site.write("other.csv", "id,name\n9,z\n", MONDAY);
    load("r2", dataset, neighbour);
    replays("r3", first, dataset, corrected("id,name\n2,b\n"));
    assertThat(sales(), is("1 | a, 2 | b, 3 | c, 5 | e, 9 | z"));
    assertBalance();
    load("r4", dataset, site.write("sales.csv", "id,name\n7,g\n", TUESDAY));
    replays("r5", first, dataset, site.write("more.txt", "id,name\n4,d\n", WEDNESDAY));
    assertThat(sales(), is("7 | g, 9 | z"));
    assertThat(
        site.rows("SELECT STATUS FROM SNOWGAUGE.INGESTION_FILES WHERE RUN_ID = 'r5'"),
        contains("FAILED"));
  }

  @Test
  void mergedInTheOrderOfTheirVersion() throws Exception {
    Dataset dataset = dataset(MERGE);
    StagedFile first =
        load("r1", dataset, site.write("sales.csv", "id,name\n1,a\nx2,b\nx3,c\nx5,e\n", MONDAY));
    load("r2", dataset, site.write("newer.csv", "id,name\n2,newer\n", TUESDAY));
    load("r3", dataset, site.write("a-same-time.csv", "id,name\n3,before\n", MONDAY));
    replays("r4", first, dataset, corrected("id,name\n1,again\n2,older\n3,after\n"));
    assertThat(sales(), is("1 | again, 2 | newer, 3 | after"));
    assertThat(
        site.rows(
            "SELECT id, _RECORD, _RUN_ID FROM SALES WHERE _FILE_ID = ? ORDER BY id",
            first.file().fileId()),
        contains("1 | 2 | r4", "3 | 4 | r4"));
    assertThat(
        site.rows(
            "SELECT RUN_ID, ACCEPTED_RECORD_COUNT, REJECTED_RECORD_COUNT, INGESTED_RECORD_COUNT,"
                + " INSERTED_RECORD_COUNT, UPDATED_RECORD_COUNT, UNCHANGED_RECORD_COUNT,"
                + " OVERTAKEN_RECORD_COUNT FROM SNOWGAUGE.INGESTION_FILES"
                + " WHERE RUN_ID IN ('r1', 'r4') ORDER BY RUN_ID"),
        contains("r1 | 4 | 0 | 4 | 1 | 2 | 0 | 1", "r4 | 3 | 0 | 3 | 0 | 2 | 0 | 1"));
  }

  @Test
  void aReplayKeepsItsArchive() throws Exception {
    Dataset dataset = dataset(APPEND);
    StagedFile first = load("r1", dataset, site.write("sales.csv", SALES, MONDAY));
    StagedFile replayed = replays("r2", first, dataset, corrected(CORRECTED));
    new Leftovers(site.warehouse())
        .removeOfRun(
            site.connection(), replay("r2", first), site.area(replay("r2", first)).partsUri());
    assertThat(replayed.ndjsonParts(), hasSize(1));
    assertThat(
        site.filesOf(replay("r2", first)),
        contains(replayed.file().fileId() + "-" + replayed.stageId() + "-1.ndjson"));
  }

  @Test
  void aFileThatWasReplayedIsNotLoadedAsOneOfItsOwn() throws Exception {
    Dataset dataset = dataset(APPEND);
    StagedFile first = load("r1", dataset, site.write("sales.csv", SALES, MONDAY));
    SourceFile corrected = corrected(CORRECTED);
    replays("r2", first, dataset, corrected);
    load("r3", dataset, corrected);
    assertThat(sales(), is(ALL));
    assertThat(
        site.rows("SELECT COUNT(*) FROM SNOWGAUGE.INGESTION_FILES WHERE RUN_ID = 'r3'"),
        contains("0"));
  }

  @Test
  void anUnknownVersionTakesNothing() throws Exception {
    Dataset dataset = dataset(APPEND);
    load("r1", dataset, site.write("sales.csv", SALES, MONDAY));
    Run run = run("r2");
    Run lost =
        new Run("r2", run.executionDate(), Mode.REPLAY, Instant.now(), false, "0000000000000000");
    site.load(lost, dataset, corrected(CORRECTED));
    assertThat(sales(), is("1 | a, 3 | c, 5 | e"));
    assertThat(
        site.rows("SELECT STATUS FROM SNOWGAUGE.INGESTION_FILES WHERE RUN_ID = 'r2'"),
        contains("FAILED"));
  }

  private List<String> refused(RefusedLines.Asked asked) throws SQLException {
    List<String> lines = new ArrayList<>();
    new RefusedLines(site.warehouse())
        .each(
            site.connection(),
            asked,
            List.of("sales"),
            line -> lines.add(line.runId() + " " + line.status() + " " + line.raw()));
    return lines;
  }

  @Test
  void linesAreListedAsLongAsTheyAreRefused() throws Exception {
    Dataset dataset = dataset(APPEND);
    SourceFile file = site.write("sales.csv", "id,name\nx1,a\nx2,b\nx3,c\n", MONDAY);
    StagedFile first = load("r1", dataset, file);
    RefusedLines.Asked asked = new RefusedLines.OfFile(file.uri());
    String[] all = {"r1 PUBLISHED x1,a", "r1 PUBLISHED x2,b", "r1 PUBLISHED x3,c"};
    assertThat(refused(asked), contains(all));
    // One is corrected, and nobody knows which of them it was.
    replays("r2", first, dataset, corrected("id,name\n1,a\n"));
    assertThat(refused(asked), contains(all));
    // The two that are left: what is still bad of these is all that is left.
    replays("r3", first, dataset, site.write("c3.txt", "id,name\n2,b\ny3,c\n", WEDNESDAY));
    assertThat(refused(asked), contains("r3 REPLAYED y3,c"));
    assertThat(refused(new RefusedLines.OfAll()), contains("r3 REPLAYED y3,c"));
    replays("r4", first, dataset, site.write("c4.txt", "id,name\n3,c\n", WEDNESDAY));
    assertThat(refused(asked), is(empty()));
    assertThat(refused(new RefusedLines.OfRun("r1")), contains(all));
    assertThat(refused(new RefusedLines.OfRun("r3")), contains("r3 REPLAYED y3,c"));
    assertBalance();
  }

  @Test
  void aCopyOfTheSameLinesAddsNothing() throws Exception {
    Dataset dataset = dataset(APPEND);
    StagedFile first =
        load("r1", dataset, site.write("sales.csv", "id,name\nx1,a\nx2,b\n", MONDAY));
    replays("r2", first, dataset, corrected("id,name\n1,a\n"));
    replays("r3", first, dataset, site.write("copy.txt", "name,id\r\na,01\r\n", TUESDAY));
    assertThat(sales(), is("1 | a"));
    assertThat(
        site.rows(
                "SELECT STATUS, ERROR_MESSAGES FROM SNOWGAUGE.INGESTION_FILES WHERE RUN_ID = 'r3'")
            .toString(),
        startsWith(
            "[FAILED | expected lines that were not brought back before but found those of another"
                + " file, whose records have the same digest, "));
    assertBalance();
  }
}
