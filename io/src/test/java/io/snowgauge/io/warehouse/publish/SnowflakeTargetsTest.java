package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ColumnType;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Targets by Snowflake's own account of them. */
@ExtendWith(StandInExtension.class)
class SnowflakeTargetsTest {
  private static final long DEFAULT_LIMIT = 1L << 24;

  @TempDir Path folder;
  private Site site;

  @BeforeEach
  void openSite() throws SQLException {
    site = new Site(folder, WarehouseKind.SNOWFLAKE);
  }

  @AfterEach
  void closeSite() throws SQLException {
    site.close();
  }

  private static Column column(String name, ColumnType type) {
    return new Column(name, name, type, Column.JsonNull.SHOWN);
  }

  private Dataset dataset(long longestText, Column... columns) {
    return Datasets.named(
        "d",
        "T",
        Datasets.withFormat(
            new RecordColumns(List.of(columns), longestText), site.dataset(APPEND)));
  }

  private List<String> problems(Dataset dataset) throws SQLException {
    return new TargetFit(site.warehouse(), dataset).problems(site.connection());
  }

  private static Column[] ofAllTypes() {
    return new Column[] {
      column("S", ColumnType.STRING),
      column("I", ColumnType.INTEGER),
      column("N", ColumnType.number(12, 2)),
      column("F", ColumnType.FLOAT),
      column("B", ColumnType.BOOLEAN),
      column("D", ColumnType.DATE),
      column("TS", ColumnType.TIMESTAMP),
      column("TZ", ColumnType.TIMESTAMP_TZ),
      column("J", ColumnType.JSON),
      column("V", ColumnType.text(5)),
      column("TI", ColumnType.TIME),
      column("O", new ColumnType(ColumnType.Kind.OBJECT, 0, 0)),
      column("A", new ColumnType(ColumnType.Kind.ARRAY, 0, 0))
    };
  }

  @Test
  void aTargetThatInitMadeFits() throws Exception {
    Dataset dataset = dataset(DEFAULT_LIMIT, ofAllTypes());
    new TargetTable(site.warehouse(), dataset).create(site.connection());
    assertThat(problems(dataset), empty());
  }

  @Test
  void aWiderTargetFits() throws Exception {
    site.execute(
        "CREATE TABLE T (S VARCHAR(134217728), I NUMBER(38, 0), N NUMBER(38, 10), F FLOAT,"
            + " B BOOLEAN, D DATE, TS TIMESTAMP_NTZ(9), TZ TIMESTAMP_TZ(9), J VARIANT,"
            + " V VARCHAR(6), TI TIME(9), O OBJECT, A ARRAY)");
    assertThat(problems(dataset(DEFAULT_LIMIT, ofAllTypes())), empty());
  }

  @Test
  void whatWouldRoundOrCutOrNotTakeAValueIsRefused() throws Exception {
    site.execute(
        "CREATE TABLE T (S VARCHAR(200), I NUMBER(10, 0), N NUMBER(12, 1), F NUMBER(38, 0),"
            + " B VARCHAR, D TIMESTAMP_NTZ(9), TS TIMESTAMP_NTZ(0), TZ TIMESTAMP_NTZ(9),"
            + " J VARCHAR NOT NULL, V VARCHAR(4), TI TIME(0), O VARIANT, A OBJECT)");
    String rest = ", as it is declared, but the table has it as %s; alter the one or the other";
    assertThat(
        problems(dataset(DEFAULT_LIMIT, ofAllTypes())),
        contains(
            "expected the column S as VARCHAR" + rest.formatted("VARCHAR(200)"),
            "expected the column I as NUMBER(19, 0)" + rest.formatted("NUMBER(10, 0)"),
            "expected the column N as NUMBER(12, 2)" + rest.formatted("NUMBER(12, 1)"),
            "expected the column F as FLOAT" + rest.formatted("NUMBER(38, 0)"),
            "expected the column B as BOOLEAN" + rest.formatted("VARCHAR(16777216)"),
            "expected the column D as DATE" + rest.formatted("TIMESTAMP_NTZ(9)"),
            "expected the column TS as TIMESTAMP_NTZ(6)" + rest.formatted("TIMESTAMP_NTZ(0)"),
            "expected the column TZ as TIMESTAMP_TZ(6)" + rest.formatted("TIMESTAMP_NTZ(9)"),
            "expected the column J as VARIANT" + rest.formatted("VARCHAR(16777216)"),
            "expected the column V as VARCHAR(5)" + rest.formatted("VARCHAR(4)"),
            "expected the column TI as TIME(6)" + rest.formatted("TIME(0)"),
            "expected the column O as OBJECT" + rest.formatted("VARIANT"),
            "expected the column A as ARRAY" + rest.formatted("OBJECT")));
  }

  @Test
  void aTextThatMayBeLongerThanTheDefaultIsDeclaredSo() throws Exception {
    Dataset dataset = dataset(DEFAULT_LIMIT + 1, column("S", ColumnType.STRING));
    new TargetTable(site.warehouse(), dataset).create(site.connection());
    assertThat(problems(dataset), empty());
    site.execute("DROP TABLE T");
    site.execute("CREATE TABLE T (S VARCHAR)");
    assertThat(
        problems(dataset),
        contains(
            "expected the column S as VARCHAR(134217728), as it is declared, but the table has it"
                + " as VARCHAR(16777216); alter the one or the other"));
    assertThat(
        problems(dataset(1L << 28, column("S", ColumnType.STRING))).get(0),
        containsString("expected records of at most 134217728 bytes"));
  }

  /** It is text while it is staged, with names of the header and escapes. */
  @Test
  void jsonMayBeLongerThanItsRecord() throws Exception {
    Dataset dataset = dataset(DEFAULT_LIMIT, column("_EXTRA", ColumnType.JSON));
    site.begin(run("r1"), dataset);
    int length = (int) DEFAULT_LIMIT + 1;
    String json = "\"{\"\"k\"\":\"\"" + "w".repeat(length) + "\"\"}\"";
    site.publish(
        run("r1"),
        dataset,
        Handmade.staged(site, run("r1"), site.write("f", "", MONDAY), "1,1," + json));
    assertThat(
        site.rows("SELECT LENGTH(JSON_EXTRACT_PATH_TEXT(_EXTRA, 'k')) FROM T"),
        contains(String.valueOf(length)));
  }

  @Test
  void namesThatSnowflakeRefusesAlsoInQuotesAreRefused() throws Exception {
    assertThat(
        problems(dataset(DEFAULT_LIMIT, column("current_date", ColumnType.DATE))),
        contains(
            "expected another name than CURRENT_DATE, which the warehouse refuses as a column's,"
                + " also in quotes"));
  }

  /** The stand-in's own teeth. */
  @Test
  void aTextThatIsTooLongIsAnError() throws Exception {
    site.execute("CREATE TABLE T (S VARCHAR(3))");
    SQLException refused =
        assertThrows(SQLException.class, () -> site.execute("INSERT INTO T VALUES ('long')"));
    assertThat(refused.getErrorCode(), is(100078));
  }

  /** CREATE TABLE AS brings NOT NULL along, also to the tables in which a merge is worked out. */
  @Test
  void aColumnOfOthersThatMustHaveAValueIsNoneOfAMergesBusiness() throws Exception {
    site.execute(
        "CREATE TABLE STOCK (ID VARCHAR, QTY NUMBER(19, 0), OWNER VARCHAR NOT NULL DEFAULT 'x')");
    Table table =
        new Table(
            site,
            List.of("id"),
            column("id", ColumnType.STRING),
            column("qty", ColumnType.INTEGER));
    table.load(run("r1"), site.write("f", "1", MONDAY), "a,1", "b,1", "a,2");
    site.execute("UPDATE STOCK SET OWNER = 'y'");
    table.load(run("r2"), site.write("f", "22", TUESDAY), "a,3", "b,4", "b,5");
    assertThat(
        site.rows("SELECT ID, QTY, OWNER FROM STOCK ORDER BY ID"),
        contains("a | 3 | y", "b | 5 | y"));
  }
}
