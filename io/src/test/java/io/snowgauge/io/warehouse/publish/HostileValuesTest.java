package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static io.snowgauge.io.warehouse.publish.Site.userGroups;
import static io.snowgauge.transforms.dataset.PublishMode.APPEND;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.csv.CsvFields;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Column.JsonNull;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Utf8Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values reach the target byte by byte, whatever is special in CSV or SQL. */
@OnEveryWarehouse
class HostileValuesTest {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "  padded  ",
          "a,b",
          "\"",
          "\"quoted\"",
          "'",
          "o'neil",
          "line\nbreak",
          "line\r\nbreak",
          "\r",
          "\n",
          "tab\there",
          "DOMAIN\\user",
          "\\",
          "\\N",
          "\\\"",
          "\\n",
          "NULL",
          "null",
          "-",
          "#not a comment",
          "1e5",
          "0x1F",
          "true",
          "2025-06-06",
          "Ünïcödé 雪 ☃ 😀",
          "\u200e\u00a0\u0301",
          "\u0001\u001b[31m\u007f",
          "[*?]",
          "; DROP TABLE x; --",
          "$1 ? :name {x}");

  @TempDir Path folder;
  private final WarehouseKind kind;
  private Site site;
  private final Run run = run("r1");

  HostileValuesTest(WarehouseKind kind) {
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

  private static String csv(String value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Utf8Output out = new Utf8Output(bytes)) {
      CsvFields.write(value, out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void textsStayAsTheyAre() throws Exception {
    Dataset dataset =
        Datasets.withFormat(
            RecordColumns.of(
                new Column("FIRST", "first", ColumnType.STRING, JsonNull.SHOWN),
                new Column("LAST", "last", ColumnType.STRING, JsonNull.SHOWN)),
            site.dataset(APPEND));
    site.begin(run, dataset);
    String[] records = new String[TEXTS.size()];
    for (int i = 0; i < records.length; i++) {
      records[i] = (i + 1) + ",1," + csv(TEXTS.get(i)) + "," + csv(TEXTS.get(i));
    }
    site.publish(run, dataset, Handmade.staged(site, run, site.write("f", "", MONDAY), records));
    assertThat(site.rows("SELECT FIRST FROM USER_GROUP_SHARES ORDER BY _RECORD"), is(TEXTS));
    assertThat(site.rows("SELECT LAST FROM USER_GROUP_SHARES ORDER BY _RECORD"), is(TEXTS));
  }

  @Test
  void anAbsentValueIsNullAndAnEmptyTextIsNot() throws Exception {
    Dataset dataset =
        Datasets.withFormat(
            RecordColumns.of(
                new Column("TEXT", "text", ColumnType.STRING, JsonNull.SHOWN),
                new Column("NUMBER", "number", ColumnType.INTEGER, JsonNull.SHOWN),
                new Column("TIME", "time", ColumnType.TIMESTAMP, JsonNull.SHOWN)),
            site.dataset(APPEND));
    site.begin(run, dataset);
    site.publish(
        run,
        dataset,
        Handmade.staged(
            site,
            run,
            site.write("f", "", MONDAY),
            "1,1,\"\",0,2025-06-06 10:00:00.000001",
            "2,1,,,",
            "3,1,x,9223372036854775807,9999-12-31 23:59:59"));
    assertThat(
        site.rows(
            "SELECT TEXT IS NULL, TEXT, NUMBER, CAST(TIME AS VARCHAR) FROM USER_GROUP_SHARES"
                + " ORDER BY _RECORD"),
        contains(
            "false |  | 0 | 2025-06-06 10:00:00.000001",
            "true | null | null | null",
            "false | x | 9223372036854775807 | 9999-12-31 23:59:59"));
  }

  @Test
  void reasonsAndRawTextsOfRejectsStayAsTheyAre() throws Exception {
    Dataset dataset = site.dataset(APPEND);
    site.begin(run, dataset);
    String[] rejects = new String[TEXTS.size()];
    for (int i = 0; i < rejects.length; i++) {
      rejects[i] = (i + 1) + ",1," + csv(TEXTS.get(i)) + "," + csv(TEXTS.get(i));
    }
    site.publish(run, dataset, Handmade.rejected(site, run, site.write("f", "", MONDAY), rejects));
    assertThat(
        site.rows("SELECT REASON FROM SNOWGAUGE.INGESTION_REJECTS ORDER BY LINE"), is(TEXTS));
    assertThat(site.rows("SELECT RAW FROM SNOWGAUGE.INGESTION_REJECTS ORDER BY LINE"), is(TEXTS));
  }

  @Test
  void namesOfUsersAndGroupsStayAsTheFileHasThem() throws Exception {
    String groups =
        userGroups(
            "DOMAIN\\group (DOMAIN\\user \"o'neil\" x;y 雪 '' name/ grp@ ~n !) ([\\N, 007])",
            "\"  (\"quoted\" NULL) ([NULL,1])");
    site.load(run, site.dataset(APPEND), site.write("lsb.users", groups, MONDAY));
    assertThat(
        site.rows("SELECT GROUP_NAME, USER_NAME, SHARE FROM USER_GROUP_SHARES ORDER BY _RECORD"),
        contains(
            "DOMAIN\\group | DOMAIN\\user | null",
            "DOMAIN\\group | \"o'neil\" | null",
            "DOMAIN\\group | x;y | null",
            "DOMAIN\\group | 雪 | null",
            "DOMAIN\\group | '' | null",
            "DOMAIN\\group | name/ | null",
            "DOMAIN\\group | grp@ | null",
            "DOMAIN\\group | ~n | null",
            "DOMAIN\\group | ! | null",
            "DOMAIN\\group | \\N | 7",
            "\" | \"quoted\" | null",
            "\" | NULL | 1"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1_999_900, 2_000_000, 2_100_000, 5_000_000, 15_000_000})
  void rowsMayBeWide(int length) throws Exception {
    String wide = "w".repeat(length);
    site.load(
        run,
        site.dataset(APPEND),
        site.write("a", userGroups("narrow (u) -"), MONDAY),
        site.write("b", userGroups("team (u) ([" + wide + ", 3])"), MONDAY),
        site.write("c", userGroups(wide + " (u v) -"), MONDAY));
    assertThat(
        site.rows(
            "SELECT LENGTH(GROUP_NAME), LENGTH(USER_NAME), SHARE FROM USER_GROUP_SHARES"
                + " ORDER BY 1, 2"),
        contains(
            "4 | 1 | null",
            "4 | " + length + " | 3",
            "6 | 1 | null",
            length + " | 1 | null",
            length + " | 1 | null"));
  }
}
