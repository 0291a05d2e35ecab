package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.WEDNESDAY;
import static io.snowgauge.io.warehouse.publish.Site.forced;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Table.column;
import static io.snowgauge.io.warehouse.publish.Table.number;
import static io.snowgauge.io.warehouse.publish.Table.text;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.record.ColumnType;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merges that go by columns in place of the times of files. */
@OnEveryWarehouse
class MergeOrderTest {
  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private Table table;

  MergeOrderTest(WarehouseKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, kind);
    table =
        new Table(
            site,
            "*",
            List.of("id"),
            List.of("updated_at", "revision"),
            text("id"),
            column("updated_at", ColumnType.TIMESTAMP),
            number("revision"));
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private List<String> rows() throws Exception {
    return table.rows("ID, CAST(UPDATED_AT AS DATE), REVISION, _RUN_ID");
  }

  @Test
  void theHighestOrderWinsWhateverTheRecordAndTheFile() throws Exception {
    table.load(
        run("r1"),
        site.write("f", "1", TUESDAY),
        "a,2026-01-02,1",
        "a,2026-01-01,9",
        "b,2026-01-02,1");
    assertThat(rows(), contains("a | 2026-01-02 | 1 | r1", "b | 2026-01-02 | 1 | r1"));
    table.load(run("r2"), site.write("g", "1", WEDNESDAY), "a,2026-01-01,5", "b,2026-01-03,1");
    table.load(run("r3"), site.write("h", "1", MONDAY), "a,2026-01-04,1", "b,2026-01-02,9");
    assertThat(rows(), contains("a | 2026-01-04 | 1 | r3", "b | 2026-01-03 | 1 | r2"));
  }

  @Test
  void columnsBehindTheFirstDecideWhereItIsEqual() throws Exception {
    table.load(run("r1"), site.write("f", "1", WEDNESDAY), "a,2026-01-02,2", "b,2026-01-02,2");
    table.load(run("r2"), site.write("g", "1", MONDAY), "a,2026-01-02,3", "b,2026-01-02,1");
    assertThat(rows(), contains("a | 2026-01-02 | 3 | r2", "b | 2026-01-02 | 2 | r1"));
  }

  @Test
  void nothingIsEarlierThanAnyValue() throws Exception {
    table.load(run("r1"), site.write("f", "1", MONDAY), "a,,7", "b,2026-01-01,", "c,,");
    table.load(run("r2"), site.write("g", "1", TUESDAY), "a,2026-01-01,1", "b,,9", "c,,");
    table.load(run("r3"), site.write("h", "1", WEDNESDAY), "a,2026-01-01,", "b,2026-01-01,0");
    assertThat(
        rows(),
        contains("a | 2026-01-01 | 1 | r2", "b | 2026-01-01 | 0 | r3", "c | null | null | r2"));
  }

  @Test
  void ofEqualOrdersTheLaterFileThenTheLaterRecordWins() throws Exception {
    Run both = run("r1");
    site.begin(both, table.dataset());
    site.publish(
        both,
        table.dataset(),
        table.stage(both, site.write("late", "1", TUESDAY), "a,2026-01-01,1", "a,2026-01-01,1"),
        table.stage(both, site.write("early", "1", MONDAY), "a,2026-01-01,1"));
    assertThat(table.lineage("ID"), contains("a | 2 | 20 | r1 | 2025-06-03 | late | true"));
    table.load(run("r2"), site.write("earlier", "1", MONDAY), "a,2026-01-01,1");
    assertThat(table.lineage("ID"), contains("a | 2 | 20 | r1 | 2025-06-03 | late | true"));
  }

  @Test
  void aLaterVersionOfAFileDoesNotTakeBackWhatItsOrderSaysIsLater() throws Exception {
    SourceFile first = site.write("f", "1", MONDAY);
    table.load(run("r1"), first, "a,2026-01-05,1", "b,2026-01-01,1");
    table.load(run("r2"), site.write("f", "22", TUESDAY), "a,2026-01-04,1", "b,2026-01-02,1");
    assertThat(rows(), contains("a | 2026-01-05 | 1 | r1", "b | 2026-01-02 | 1 | r2"));
    assertThat(
        site.ledger(),
        contains("f | r1 | 1 | PUBLISHED | 2 | null", "f | r2 | 1 | PUBLISHED | 2 | null"));
  }

  @Test
  void theSameVersionAgainTakesItsOwnPlace() throws Exception {
    SourceFile file = site.write("f", "1", MONDAY);
    table.load(run("r1"), file, "a,2026-01-05,1", "b,,");
    table.load(forced("r2"), file, "a,2026-01-05,1", "b,,");
    assertThat(rows(), contains("a | 2026-01-05 | 1 | r2", "b | null | null | r2"));
  }

  @Test
  void rowsOfOthersTakePartByTheirValues() throws Exception {
    table.load(run("r1"), site.write("f", "1", MONDAY), "a,2026-01-01,1");
    site.execute(
        "INSERT INTO STOCK (ID, UPDATED_AT, REVISION) VALUES ('b', '2026-01-05', 1), ('c', NULL, 1)");
    table.load(run("r2"), site.write("g", "1", TUESDAY), "b,2026-01-04,9", "c,2026-01-04,9");
    assertThat(
        rows(),
        contains(
            "a | 2026-01-01 | 1 | r1", "b | 2026-01-05 | 1 | null", "c | 2026-01-04 | 9 | r2"));
  }
}
