package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.WEDNESDAY;
import static io.snowgauge.io.warehouse.publish.Site.forced;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Table.number;
import static io.snowgauge.io.warehouse.publish.Table.text;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.control.PassedOver;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.files.Announcement;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.staging.StagedFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryWarehouse
class MergeTest {
  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private Table table;

  MergeTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, kind);
    table = new Table(site, List.of("id"), text("id"), number("qty"));
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  @Test
  void ofEqualKeysInAFileTheLastRecordWins() throws Exception {
    table.load(run("r1"), site.write("f", "1", MONDAY), "a,1", "b,2", "a,3", "a,4", "c,5");
    assertThat(table.rows("ID, QTY"), contains("a | 4", "b | 2", "c | 5"));
    assertThat(
        table.lineage("ID"),
        contains(
            "a | 4 | 40 | r1 | 2025-06-02 | f | true",
            "b | 2 | 20 | r1 | 2025-06-02 | f | true",
            "c | 5 | 50 | r1 | 2025-06-02 | f | true"));
    assertThat(site.ledger(), contains("f | r1 | 1 | PUBLISHED | 5 | null"));
    assertThat(site.audit(), contains("r1 | 1 | 5 | 5 | 0 | SUCCESS | null"));
  }

  @Test
  void ofFilesOfTheSameTimeTheLastUriWinsTogetherOrOneByOne() throws Exception {
    SourceFile first = site.write("f1", "1", MONDAY);
    SourceFile second = site.write("f2", "1", MONDAY);
    SourceFile third = site.write("f3", "1", MONDAY);
    Run both = run("r1");
    site.begin(both, table.dataset());
    site.publish(
        both,
        table.dataset(),
        table.stage(both, third, "a,3", "c,3"),
        table.stage(both, first, "a,1", "b,1", "c,1", "d,1"));
    assertThat(table.rows("ID, QTY"), contains("a | 3", "b | 1", "c | 3", "d | 1"));
    table.load(run("r2"), second, "b,2", "c,2");
    assertThat(table.rows("ID, QTY"), contains("a | 3", "b | 2", "c | 3", "d | 1"));
  }

  @Test
  void ofVersionsOfEqualTimeTheSequencerDecidesTogetherOrOneByOne() throws Exception {
    SourceFile older = site.write("f", "1", MONDAY).announced(new Announcement(TUESDAY, "0041"));
    SourceFile newer = site.write("f", "22", MONDAY).announced(new Announcement(TUESDAY, "0042"));
    SourceFile newest = site.write("f", "333", MONDAY).announced(new Announcement(TUESDAY, "0043"));
    Run both = run("r1");
    site.begin(both, table.dataset());
    site.publish(
        both,
        table.dataset(),
        table.stage(both, newest, "a,3"),
        table.stage(both, older, "a,1", "b,1"));
    table.load(run("r2"), newer, "a,2", "b,2");
    assertThat(table.rows("ID, QTY"), contains("a | 3", "b | 2"));
  }

  @Test
  void theNewestVersionWinsAndNothingIsDeleted() throws Exception {
    table.load(run("r1"), site.write("f", "1", MONDAY), "a,1", "b,2");
    table.load(run("r2"), site.write("f", "22", TUESDAY), "b,", "c,4");
    assertThat(table.rows("ID, QTY"), contains("a | 1", "b | null", "c | 4"));
    assertThat(
        table.lineage("ID"),
        contains(
            "a | 1 | 10 | r1 | 2025-06-02 | f | true",
            "b | 1 | 10 | r2 | 2025-06-03 | f | true",
            "c | 2 | 20 | r2 | 2025-06-03 | f | true"));
    assertThat(
        site.ledger(),
        contains("f | r1 | 1 | PUBLISHED | 2 | null", "f | r2 | 1 | PUBLISHED | 2 | null"));
  }

  @Test
  void ofAnOlderVersionThatComesLateOnlyTheRowsThatLoseAreLeftOut() throws Exception {
    SourceFile older = site.write("f", "1", MONDAY);
    table.load(run("r1"), site.write("f", "22", TUESDAY), "a,2", "b,2");
    table.load(run("r2"), older, "a,1", "c,1", "a,1");
    assertThat(table.rows("ID, QTY, _RUN_ID"), contains("a | 2 | r1", "b | 2 | r1", "c | 1 | r2"));
    assertThat(
        site.ledger(),
        contains("f | r1 | 1 | PUBLISHED | 2 | null", "f | r2 | 1 | PUBLISHED | 3 | null"));
  }

  @Test
  void versionsOfOneLoadAreMergedInTheirOrder() throws Exception {
    Run run = run("r1");
    site.begin(run, table.dataset());
    StagedFile old = table.stage(run, site.write("f", "1", MONDAY), "a,1", "b,1", "c,1");
    StagedFile mid = table.stage(run, site.write("f", "22", TUESDAY), "b,2", "c,2");
    StagedFile last = table.stage(run, site.write("f", "333", WEDNESDAY), "c,3");
    site.publish(run, table.dataset(), last, old, mid);
    assertThat(table.rows("ID, QTY"), contains("a | 1", "b | 2", "c | 3"));
    assertThat(
        site.rows(
            "SELECT STATUS, CAST(SUM(INGESTED_RECORD_COUNT) AS INTEGER)"
                + " FROM SNOWGAUGE.INGESTION_FILES GROUP BY 1"),
        contains("PUBLISHED | 6"));
  }

  @Test
  void aVersionThatIsDeliveredAgainChangesNothing() throws Exception {
    SourceFile file = site.write("f", "1", MONDAY);
    table.load(run("r1"), file, "a,1");
    table.load(run("r2"), file, "a,1");
    assertThat(table.rows("ID, QTY, _RUN_ID"), contains("a | 1 | r1"));
    assertThat(site.ledger(), contains("f | r1 | 1 | PUBLISHED | 1 | null"));
  }

  @Test
  void aForcedLoadTakesTheNewerLineageWhereItDoesNotLose() throws Exception {
    SourceFile file = site.write("f", "1", MONDAY);
    table.load(run("r1"), file, "a,1", "b,1");
    table.load(run("r2"), site.write("f", "22", TUESDAY), "b,2");
    table.load(forced("r3"), file, "a,1", "b,1");
    assertThat(table.rows("ID, QTY, _RUN_ID"), contains("a | 1 | r3", "b | 2 | r2"));
    assertThat(
        site.ledger(),
        contains(
            "f | r1 | 1 | REPLACED | 2 | null",
            "f | r2 | 1 | PUBLISHED | 1 | null",
            "f | r3 | 2 | PUBLISHED | 2 | null"));
  }

  @Test
  void aVersionOfTheSameTimeTakesThePlaceOfTheOneThatIsIn() throws Exception {
    table.load(run("r1"), site.write("f", "1", MONDAY), "a,1", "b,1");
    table.load(run("r2"), site.write("f", "22", MONDAY), "b,2", "a,2");
    assertThat(table.rows("ID, QTY, _RUN_ID"), contains("a | 2 | r2", "b | 2 | r2"));
  }

  @Test
  void aFileThatFailsIsNotMerged() throws Exception {
    Run run = run("r1");
    site.begin(run, table.dataset());
    StagedFile good = table.stage(run, site.write("f", "1", MONDAY), "a,1");
    StagedFile bad =
        Staged.withCounts(table.stage(run, site.write("g", "1", TUESDAY), "a,2"), 2, 2, 0);
    site.publish(run, table.dataset(), good, bad);
    assertThat(table.rows("ID, QTY"), contains("a | 1"));
  }

  @Test
  void aFileWithoutRecordsIsPublished() throws Exception {
    table.load(run("r1"), site.write("f", "1", MONDAY));
    assertThat(site.ledger(), contains("f | r1 | 1 | PUBLISHED | 0 | null"));
  }

  @Test
  void rowsThatStandTwiceInTheTargetAreAllUpdated() throws Exception {
    table.load(run("r1"), site.write("f", "1", MONDAY), "a,1", "b,1");
    site.execute("INSERT INTO STOCK SELECT * FROM STOCK WHERE ID = 'a'");
    site.execute("INSERT INTO STOCK (ID, QTY) VALUES ('a', 7), ('c', 7)");
    table.load(run("r2"), site.write("f", "22", TUESDAY), "a,2", "c,2", "d,2");
    assertThat(
        table.rows("ID, QTY, _RUN_ID, _RECORD"),
        contains(
            "a | 2 | r2 | 1",
            "a | 2 | r2 | 1",
            "a | 2 | r2 | 1",
            "b | 1 | r1 | 2",
            "c | 2 | r2 | 2",
            "d | 2 | r2 | 3"));
  }

  @Test
  void ofRowsThatStandTwiceANewerOneKeepsAllOfThem() throws Exception {
    table.load(run("r1"), site.write("f", "1", MONDAY), "a,1");
    site.execute(
        "INSERT INTO STOCK SELECT * REPLACE (9 AS QTY, TIMESTAMP '2026-01-01' AS"
            + " _FILE_MODIFIED_AT) FROM STOCK");
    table.load(run("r2"), site.write("f", "22", TUESDAY), "a,2", "b,2");
    assertThat(table.rows("ID, QTY"), contains("a | 1", "a | 9", "b | 2"));
  }

  @Test
  void columnsOfOthersKeepTheirValuesAndTheirDefaults() throws Exception {
    assumeTrue(kind == WarehouseKind.DUCKDB, "the table is created in DuckDB's words");
    site.execute(
        "CREATE TABLE STOCK (ID VARCHAR, \"our 'own\" VARCHAR DEFAULT 'none', QTY BIGINT,"
            + " TAGS VARCHAR[])");
    site.execute("INSERT INTO STOCK VALUES ('a', 'x', 0, ['t', 'u']), ('b', 'y', 0, NULL)");
    table.load(run("r1"), site.write("f", "1", MONDAY), "a,1", "c,1", "c,2");
    assertThat(
        table.rows("ID, \"our 'own\", QTY, TAGS"),
        contains("a | x | 1 | [t, u]", "b | y | 0 | null", "c | none | 2 | null"));
  }

  @Test
  void aTargetWithAPrimaryKeyOfItsOwnIsMergedToo() throws Exception {
    site.execute("CREATE TABLE STOCK (ID VARCHAR PRIMARY KEY, QTY BIGINT)");
    table.load(run("r1"), site.write("f", "1", MONDAY), "a,1", "b,1");
    table.load(run("r2"), site.write("f", "22", TUESDAY), "a,2", "a,3", "c,2");
    assertThat(table.rows("ID, QTY"), contains("a | 3", "b | 1", "c | 2"));
  }

  @Test
  void theKeyIsRequiredInANewTable() throws Exception {
    new TargetTable(site.warehouse(), table.dataset()).create(site.connection());
    assertThat(
        site.rows(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'STOCK'"
                + " AND is_nullable = 'NO'"),
        is(List.of("ID")));
  }

  @Test
  void recordsThatDoNotAddUpRollEverythingBack() throws Exception {
    table.load(run("r1"), site.write("f", "1", MONDAY), "a,1");
    Run run = run("r2");
    site.begin(run, table.dataset());
    StagedFile staged = table.stage(run, site.write("f", "22", TUESDAY), "a,2", "b,2");
    Sql lie =
        Sql.of(
                """
                SELECT
                  STAGE_ID, 3 AS STAGED, 3 AS HIGHEST, 3 AS DISTINCT_COUNT,
                  CAST(NULL AS VARCHAR) AS DIGEST
                FROM (SELECT {stage} AS STAGE_ID)
                """)
            .with("stage", Identifiers.literal(staged.stageId()));
    Publisher publisher =
        new Publisher(
            AlteredWarehouse.of(site.warehouse(), "recordCounts", lie),
            table.dataset(),
            run,
            site.area(run),
            PassedOver.NOTHING);
    String manifest = site.manifest(run, table.dataset(), Staged.withCounts(staged, 3, 3, 0));
    SQLException refused =
        assertThrows(SQLException.class, () -> publisher.publish(List.of(manifest)));
    assertThat(
        refused.getMessage(),
        is("stock: expected to stage 3 rows but found 2; nothing was published"));
    assertThat(table.rows("ID, QTY"), contains("a | 1"));
    site.publish(run, table.dataset(), staged);
    assertThat(table.rows("ID, QTY"), contains("a | 2", "b | 2"));
  }
}
