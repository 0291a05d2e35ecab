package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Table.column;
import static io.snowgauge.io.warehouse.publish.Table.number;
import static io.snowgauge.io.warehouse.publish.Table.text;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.staging.StagedFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys of all kinds, and columns that are loaded otherwise than they are staged. */
@OnEveryWarehouse
class MergeKeysTest {
  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;

  MergeKeysTest(WarehouseKind kind) {
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

  @Test
  void ofTwoColumns() throws Exception {
    Table table = new Table(site, List.of("qty", "ID"), text("id"), number("qty"), text("note"));
    table.load(run("r1"), site.write("f", "1", MONDAY), "a,1,x", "a,2,x", "b,1,x");
    table.load(run("r2"), site.write("f", "22", TUESDAY), "a,1,y", "b,2,y", "b,2,z");
    assertThat(
        table.rows("ID, QTY, NOTE"), contains("a | 1 | y", "a | 2 | x", "b | 1 | x", "b | 2 | z"));
  }

  @Test
  void ofACapture() throws Exception {
    Table table = new Table(site, "{farm}/*", List.of("id", "Farm"), text("id"), number("qty"));
    Run run = run("r1");
    site.begin(run, table.dataset());
    StagedFile one =
        table.stage(run, site.write("o'n/f", "1", MONDAY, Map.of("farm", "o'n")), "a,1", "b,1");
    StagedFile other = table.stage(run, site.write("雪/f", "1", MONDAY, Map.of("farm", "雪")), "a,2");
    site.publish(run, table.dataset(), one, other);
    table.load(run("r2"), site.write("o'n/f", "22", TUESDAY, Map.of("farm", "o'n")), "a,3", "c,3");
    assertThat(
        table.rows("FARM, ID, QTY"),
        contains("o'n | a | 3", "o'n | b | 1", "o'n | c | 3", "雪 | a | 2"));
    assertThat(
        site.rows(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'STOCK'"
                + " AND is_nullable = 'NO' ORDER BY 1"),
        contains("FARM", "ID"));
  }

  @Test
  void ofAnyText() throws Exception {
    Table table = new Table(site, List.of("id"), text("id"), number("qty"));
    String[] old = {
      "\"\",1",
      "\" \",1",
      "o'neil,1",
      "\"say \"\"hi\"\"\",1",
      "Ünï 雪 😀,1",
      "\"a,b\nc\",1",
      "A,1",
      "a,1",
      "'; DROP TABLE STOCK; --,1",
      "NULL,1",
      "\\n,1"
    };
    String[] changed = new String[old.length];
    for (int i = 0; i < old.length; i++) {
      changed[i] = old[i].substring(0, old[i].length() - 1) + 2;
    }
    table.load(run("r1"), site.write("f", "1", MONDAY), old);
    table.load(run("r2"), site.write("f", "22", TUESDAY), changed);
    assertThat(
        site.rows("SELECT QTY, _RUN_ID, COUNT(*) FROM STOCK GROUP BY ALL"),
        contains("2 | r2 | 11"));
    assertThat(site.rows("SELECT QTY FROM STOCK WHERE ID = ?", "Ünï 雪 😀"), contains("2"));
    assertThat(site.rows("SELECT QTY FROM STOCK WHERE ID = 'say \"hi\"'"), contains("2"));
  }

  @Test
  void ofOtherTypes() throws Exception {
    Table table =
        new Table(
            site,
            List.of("amount", "day", "at"),
            column("amount", ColumnType.number(38, 2)),
            column("day", ColumnType.DATE),
            column("at", ColumnType.TIMESTAMP_TZ),
            number("qty"));
    table.load(
        run("r1"),
        site.write("f", "1", MONDAY),
        "1.50,2025-01-01,2025-01-01 10:00:00Z,1",
        "1.50,2025-01-02,2025-01-01 10:00:00Z,1");
    table.load(run("r2"), site.write("f", "22", TUESDAY), "1.50,2025-01-01,2025-01-01 10:00:00Z,2");
    assertThat(
        table.rows("AMOUNT, DAY, QTY"), contains("1.50 | 2025-01-01 | 2", "1.50 | 2025-01-02 | 1"));
  }

  @ParameterizedTest
  @MethodSource("io.snowgauge.io.warehouse.publish.HostileNamesTest#names")
  void ofHostileNames(String name) throws Exception {
    Table table =
        new Table(
            site, List.of(name), text(name), number(name + "2"), text("KEY_0"), text("PLACE"));
    table.load(run("r1"), site.write("f", "1", MONDAY), "x,1,p,q", "y,1,p,q");
    table.load(run("r2"), site.write("f", "22", TUESDAY), "x,2,x,y");
    assertThat(
        table.rows(Identifiers.quote(name) + ", " + Identifiers.quote(name + "2") + ", KEY_0"),
        contains("x | 2 | x", "y | 1 | p"));
  }

  @Test
  void jsonIsConvertedOnTheWay() throws Exception {
    Table table = new Table(site, List.of("id"), text("id"), column("_EXTRA", ColumnType.JSON));
    table.load(
        run("r1"), site.write("f", "1", MONDAY), "a,\"{\"\"k\"\":\"\"v\"\"}\"", "b,\"[1, 2]\"");
    table.load(run("r2"), site.write("f", "22", TUESDAY), "b,", "c,null", "d,\"{\"\"n\"\":1}\"");
    assertThat(
        table.rows("ID, _EXTRA, json_type(_EXTRA), JSON_EXTRACT_PATH_TEXT(_EXTRA, 'k')"),
        contains(
            "a | {\"k\":\"v\"} | OBJECT | v",
            "b | null | null | null",
            "c | null | NULL | null",
            "d | {\"n\":1} | OBJECT | null"));
  }

  @Test
  void objectsArraysTimesAndTextsOfALengthArrive() throws Exception {
    Table table =
        new Table(
            site,
            List.of("code"),
            column("code", ColumnType.text(3)),
            column("opens", ColumnType.TIME),
            column("o", new ColumnType(ColumnType.Kind.OBJECT, 0, 0)),
            column("a", new ColumnType(ColumnType.Kind.ARRAY, 0, 0)));
    table.load(
        run("r1"),
        site.write("f", "1", MONDAY),
        "äöü,10:15:30.5,\"{\"\"k\"\":1}\",\"[1,2]\"",
        "b,,,");
    assertThat(
        table.rows("CODE, CAST(OPENS AS VARCHAR), JSON_EXTRACT_PATH_TEXT(O, 'k'), json_type(A)"),
        contains("b | null | null | null", "äöü | 10:15:30.5 | 1 | ARRAY"));
  }

  @Test
  void aKeyWithoutAValueIsRefusedEvenWhereAnOldTableWouldTakeIt() throws Exception {
    site.execute("CREATE TABLE STOCK (ID VARCHAR, QTY BIGINT)");
    Table table = new Table(site, List.of("id"), text("id"), number("qty"));
    SQLException refused =
        assertThrows(
            SQLException.class,
            () -> table.load(run("r1"), site.write("f", "1", MONDAY), "a,1", ",2"));
    assertThat(String.valueOf(refused.getMessage()), containsString("NOT NULL"));
    assertThat(site.rows("SELECT COUNT(*) FROM STOCK"), contains("0"));
  }

  @Test
  void ofAColumnThatThereIsNot() throws Exception {
    site.begin(run("r0"), new Table(site, List.of("id"), text("id")).dataset());
    Dataset dataset = new Table(site, List.of("nr"), text("id")).dataset();
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> site.publish(run("r1"), dataset));
    assertThat(String.valueOf(refused.getMessage()), containsString("'nr'"));
  }

  @Test
  void columnsThatMustHaveAValueAreRequiredInANewTableButNotWhenAdded() throws Exception {
    Column required = new Column("must", "must", ColumnType.INTEGER, Column.JsonNull.SHOWN, false);
    Table old = new Table(site, List.of("id"), text("id"));
    new TargetTable(site.warehouse(), old.dataset()).create(site.connection());
    Table wider = new Table(site, List.of("id"), text("id"), required);
    new TargetTable(site.warehouse(), wider.dataset()).create(site.connection());
    String requiredColumns =
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'STOCK'"
            + " AND is_nullable = 'NO' ORDER BY 1";
    assertThat(site.rows(requiredColumns), contains("ID"));
    site.execute("DROP TABLE STOCK");
    new TargetTable(site.warehouse(), wider.dataset()).create(site.connection());
    assertThat(site.rows(requiredColumns), contains("ID", "MUST"));
  }
}
