package io.snowgauge.endtoend;

import static io.snowgauge.endtoend.Site.MONDAY;
import static io.snowgauge.endtoend.Site.TUESDAY;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** CSV and NDJSON files: typed tables of good ones, and what is said of bad ones. */
@Timeout(300)
class TabularFilesTest {
  private static final String COLUMNS =
      """
      "columns": {
        "id": "STRING NOT NULL", "quantity": "INTEGER OPTIONAL", "price": "NUMBER(6,2) OPTIONAL",
        "total": "FLOAT OPTIONAL", "paid": "BOOLEAN OPTIONAL",
        "day": "DATE FORMAT 'dd.MM.yyyy' OPTIONAL", "sold_at": "TIMESTAMP_NTZ OPTIONAL",
        "seen_at": "TIMESTAMP_TZ OPTIONAL"
      }
      """;

  private static final String HEADER = "id,quantity,price,total,paid,day,sold_at,seen_at\n";

  private static final String GOOD =
      """
      a,1,12.50,1e3,yes,31.01.2026,2026-01-31T10:15:30.5+01:00,2026-01-31 10:15
      "b ""x"", y",-9223372036854775808,-9999.99,-0.5,F,29.02.2024,2026-01-31,2026-01-31T23:59:59-0130
      "",,,,,,,
      """;

  private static final List<String> GOOD_ROWS =
      List.of(
          " | null | null | null | null | null | null | null",
          "a | 1 | 12.50 | 1000.0 | true | 2026-01-31 | 2026-01-31 09:15:30.5"
              + " | 2026-01-31 10:15:00+00",
          "b \"x\", y | -9223372036854775808 | -9999.99 | -0.5 | false | 2024-02-29"
              + " | 2026-01-31 00:00:00 | 2026-02-01 01:29:59+00");

  private static final String ROWS =
      """
      SELECT ID, QUANTITY, PRICE, TOTAL, PAID, DAY, CAST(SOLD_AT AS VARCHAR),
        CAST(SEEN_AT AT TIME ZONE 'UTC' AS VARCHAR) || CASE WHEN SEEN_AT IS NULL THEN NULL
          ELSE '+00' END
      FROM SALES ORDER BY ALL
      """;

  private static final String FAILURES =
      "SELECT STATUS, ERROR_MESSAGES FROM SNOWGAUGE.INGESTION_FILES ORDER BY URI";

  @TempDir Path folder;

  private static String configuration(String format, String more) {
    return """
    {
      "datasets": {
        "sales": { "input": "data/*", "format": { %s }, "table": "SALES", %s %s }
      }
    }
    """
        .formatted(format, more, COLUMNS);
  }

  private Site site(String format, String more) throws Exception {
    return Site.with(folder, configuration(format, more));
  }

  @Test
  void csvBecomesTypedRowsAndTheArchiveHasThemAsJson() throws Exception {
    Site site = site("\"type\": \"csv\"", "");
    site.write("data/sales.csv", HEADER + GOOD, MONDAY);
    assertThat(site.run().exitCode(), is(0));
    assertThat(site.query(ROWS), is(GOOD_ROWS));
    assertThat(
        site.ndjson(),
        contains(
            "{\"id\":\"\",\"quantity\":null,\"price\":null,\"total\":null,\"paid\":null,"
                + "\"day\":null,\"sold_at\":null,\"seen_at\":null}",
            "{\"id\":\"a\",\"quantity\":1,\"price\":12.50,\"total\":1000.0,\"paid\":true,"
                + "\"day\":\"2026-01-31\",\"sold_at\":\"2026-01-31T09:15:30.5Z\","
                + "\"seen_at\":\"2026-01-31T10:15:00Z\"}",
            "{\"id\":\"b \\\"x\\\", y\",\"quantity\":-9223372036854775808,\"price\":-9999.99,"
                + "\"total\":-0.5,\"paid\":false,\"day\":\"2024-02-29\","
                + "\"sold_at\":\"2026-01-31T00:00:00Z\",\"seen_at\":\"2026-01-31T23:59:59-01:30\"}"));
  }

  @Test
  void theSameRecordsAsNdjsonGiveTheSameRows() throws Exception {
    Site site = site("\"type\": \"ndjson\"", "");
    site.write(
        "data/sales.ndjson",
        """
        {"id":"a","quantity":1,"price":12.50,"total":1e3,"paid":true,"day":"31.01.2026",\
        "sold_at":"2026-01-31T10:15:30.5+01:00","seen_at":"2026-01-31 10:15"}

        {"ID":"b \\"x\\", y","quantity":"-9223372036854775808","price":-9999.99,"total":-0.5,\
        "paid":"F","day":"29.02.2024","sold_at":"2026-01-31","seen_at":"2026-01-31T23:59:59-0130"}
        {"id":"","quantity":null}
        """,
        MONDAY);
    assertThat(site.run().exitCode(), is(0));
    assertThat(site.query(ROWS), is(GOOD_ROWS));
  }

  @Test
  void orderCaseAndEncodingOfTheHeaderMakeNoDifference() throws Exception {
    Site site = site("\"type\": \"csv\", \"delimiter\": \";\", \"encoding\": \"windows-1252\"", "");
    site.write(
        "data/sales.csv",
        "PRICE; Id ;Quantity\r\n1.10;caf\u00e9 \u20ac;7\r\n"
            .getBytes(Charset.forName("windows-1252")),
        MONDAY);
    Snowgauge.Ended ended = site.run();
    assertThat(ended.exitCode(), is(0));
    assertThat(
        site.query("SELECT ID, QUANTITY, PRICE, TOTAL FROM SALES"),
        contains("caf\u00e9 \u20ac | 7 | 1.10 | null"));
    assertThat(
        ended.out(),
        containsString(
            "columns 'total', 'paid', 'day', 'sold_at', 'seen_at' are not in the header: null in"
                + " every record"));
  }

  @Test
  void aMergeKeepsAbsentColumnsOrNullsThemAndCountsWhatItDid() throws Exception {
    Site site = site("\"type\": \"csv\"", "\"publish\": \"merge\", \"key\": [\"id\"],");
    site.write("data/1.csv", "id,quantity,price\na,1,1.10\nb,2,2.20\n", MONDAY);
    assertThat(site.run().exitCode(), is(0));
    site.write("data/2.csv", "price,id\n1.10,a\n3.30,b\n4.40,c\n4.50,c\n", TUESDAY);
    Snowgauge.Ended ended = site.run("--run-id", "second");
    assertThat(ended.exitCode(), is(0));
    assertThat(
        ended.out().replaceAll(" +", " "),
        containsString(
            "DATASET FILES SOURCE INGESTED INSERTED UPDATED UNCHANGED OVERTAKEN REJECTED STATUS\n"
                + " sales 1 4 4 1 1 1 1 0 SUCCESS"));
    assertThat(
        ended.out(),
        containsString(
            "4 of 4 records are without columns that rows keep their values of: quantity, total,"));
    assertThat(
        site.query("SELECT ID, QUANTITY, PRICE FROM SALES ORDER BY ID"),
        contains("a | 1 | 1.10", "b | 2 | 3.30", "c | null | 4.50"));
    assertThat(
        site.snowgauge().run("audit", "--run", "second").out().replaceAll(" +", " "),
        containsString("INGESTED INSERTED UPDATED UNCHANGED OVERTAKEN STATUS"));
    site.write("data/3.csv", "price,id\n5.50,a\n", TUESDAY.plusSeconds(60));
    assertThat(site.run("--set", "datasets.sales.absentColumns=null").exitCode(), is(0));
    assertThat(
        site.query("SELECT QUANTITY, PRICE FROM SALES WHERE ID = 'a'"), contains("null | 5.50"));
  }

  @Test
  void aColumnThatIsNotDeclaredIsKeptAndNamed() throws Exception {
    Site site = site("\"type\": \"csv\"", "");
    site.write("data/sales.csv", "id,till,quantity\na,7,1\nb,,2\nc,\"\",3\n", MONDAY);
    Snowgauge.Ended ended = site.run();
    assertThat(ended.exitCode(), is(0));
    assertThat(
        ended.out(), containsString("column 'till' is not declared: 2 values kept in _EXTRA"));
    assertThat(
        site.query("SELECT ID, QUANTITY, CAST(_EXTRA AS VARCHAR) FROM SALES ORDER BY ID"),
        contains("a | 1 | {\"till\":\"7\"}", "b | 2 | {\"till\":null}", "c | 3 | {\"till\":\"\"}"));
  }

  @Test
  void aColumnThatIsDeclaredLaterIsAddedToTheTable() throws Exception {
    Site site = site("\"type\": \"csv\"", "");
    site.write("data/1.csv", "id,till\na,7\n", MONDAY);
    assertThat(site.run().exitCode(), is(0));
    site.write("data/2.csv", "id,till\nb,8\n", TUESDAY);
    assertThat(site.run("--set", "datasets.sales.columns.till=INTEGER").exitCode(), is(0));
    assertThat(
        site.query("SELECT ID, TILL, CAST(_EXTRA AS VARCHAR) FROM SALES ORDER BY ID"),
        contains("a | null | {\"till\":\"7\"}", "b | 8 | null"));
  }

  @Test
  void withinTheToleranceTheGoodRowsArePublished() throws Exception {
    Site site = site("\"type\": \"csv\"", "\"rejects\": { \"max\": 2 },");
    site.write("data/a.csv", HEADER + GOOD + "x,one,,,,,,\n,1,,,,,,\n", MONDAY);
    site.write("data/b.csv", "id\n\"1\"\n2,3\n4,5\n6,7\n", MONDAY);
    Snowgauge.Ended ended = site.run("--run-id", "r");
    assertThat(ended.exitCode(), is(3));
    assertThat(site.query(ROWS), is(GOOD_ROWS));
    assertThat(
        site.query(
            "SELECT LINE, COLUMN_NUMBER, REASON, RAW FROM SNOWGAUGE.INGESTION_REJECTS"
                + " WHERE URI LIKE '%/a.csv' ORDER BY LINE"),
        contains(
            "5 | 3 | quantity: expected an integer but found 'one' | x,one,,,,,,",
            "6 | 1 | id: expected a value but found null | ,1,,,,,,"));
    assertThat(
        site.query(
            "SELECT SOURCE_RECORD_COUNT, INGESTED_RECORD_COUNT, REJECTED_RECORD_COUNT, STATUS"
                + " FROM SNOWGAUGE.INGESTION_FILES ORDER BY URI"),
        contains("5 | 3 | 2 | PUBLISHED", "4 | 0 | 3 | FAILED"));
  }

  @Test
  void aToleratedFileAloneIsPartial() throws Exception {
    Site site = site("\"type\": \"csv\"", "\"rejects\": { \"maxRatio\": 0.2 },");
    site.write("data/a.csv", HEADER + GOOD + "x,one,,,,,,\n", MONDAY);
    assertThat(site.run("--run-id", "r").exitCode(), is(0));
    assertThat(
        site.query("SELECT RUN_ID, STATUS FROM SNOWGAUGE.INGESTION_AUDIT"),
        contains("r | PARTIAL"));
  }

  /** A file, and what is said of it. */
  private static final class BadFile {
    final byte[] bytes;
    final List<String> said;

    BadFile(byte[] bytes, String... said) {
      this.bytes = bytes;
      this.said = List.of(said);
    }
  }

  private static List<BadFile> badFiles() {
    return List.of(
        bad("id,quantity\na,1\n\"b\nc\",\"2\nd,3\n", "line 4: expected the quote that opens here"),
        bad("id,quantity\n\"a\"b,1\n", "line 2: expected a delimiter or a line end"),
        bad("id,quantity\na\n", "1 of 2 lines rejected", "expected 2 fields but found 1"),
        bad("id,quantity\na,9223372036854775808\n", "expected an integer of 64 bits"),
        bad("id,price\na,12345.67\n", "expected at most 4 digits before the point"),
        bad("id,price\na,1.005\n", "expected at most 2 digits behind the point"),
        bad("id,total\na,NaN\n", "total: expected a finite number but found 'NaN'"),
        bad("id,total\na,1e309\n", "total: expected a number of magnitude up to"),
        bad("id,day\na,31.02.2026\n", "day: expected a date that exists"),
        bad("id,sold_at\na,2026-02-30T00:00\n", "sold_at: expected a day that exists"),
        bad("id\na\0b\n", "id: expected text without NUL"),
        bad("id\nmixed\rends\r\n\n,\n", "line 5, column 1: expected 1 field but found 2"),
        bad("id,ID\na,b\n", "line 1: expected each column once but found 'ID' twice"),
        bad("quantity\n1\n", "line 1: expected the column id but found 'quantity'"),
        bad("", "line 1: expected a header but found no record"),
        new BadFile("id\na\n".getBytes(UTF_16LE), "line 1", "UTF-16"),
        new BadFile("\ufeffid\na\n".getBytes(UTF_16LE), "byte-order mark of UTF-16"),
        bad("id\n" + "x".repeat(50_000_000) + "\n", "line 2: expected records of at most"));
  }

  private static BadFile bad(String text, String... said) {
    return new BadFile(text.getBytes(UTF_8), said);
  }

  @Test
  void badFilesFailWithTheirReasonsAndTheirNeighbourIsLoaded() throws Exception {
    List<BadFile> bad = badFiles();
    Site site = site("\"type\": \"csv\"", "");
    for (int i = 0; i < bad.size(); i++) {
      site.write("data/bad-%02d.csv".formatted(i), bad.get(i).bytes, MONDAY);
    }
    site.write("data/good.csv", HEADER + GOOD, MONDAY);
    assertThat(site.run().exitCode(), is(3));
    assertThat(site.query(ROWS), is(GOOD_ROWS));
    List<String> files = site.query(FAILURES);
    assertThat(files.size(), is(bad.size() + 1));
    for (int i = 0; i < bad.size(); i++) {
      assertThat(files.get(i), containsString("FAILED | "));
      for (String reason : bad.get(i).said) {
        assertThat(files.get(i), containsString(reason));
      }
    }
    assertThat(files.get(bad.size()), is("PUBLISHED | null"));
    assertThat(site.files(".snowgauge"), is(empty()));
  }

  @Test
  void filesThatOnlyTheirDatesKeepOutAreTold() throws Exception {
    Site site =
        Site.with(
            folder,
            configuration("\"type\": \"csv\"", "").replace("data/*", "data/sales-{date}.csv"));
    for (String day : List.of("2026-01-31", "20260131", "2026-02-30", "old")) {
      site.write("data/sales-" + day + ".csv", HEADER, MONDAY);
    }
    String told =
        "not read, for their dates are no days or are not written as in the input"
            + " %sdata/sales-{date}.csv: %sdata/sales-2026-02-30.csv, %sdata/sales-20260131.csv";
    assertThat(site.run("--run-id", "r").outLines(), hasItem("sales: " + told.replace("%s", "")));
    String inFull = told.replace("%s", "file://" + folder + "/");
    assertThat(
        site.query("SELECT STATUS, FILES, ERROR_MESSAGES FROM SNOWGAUGE.INGESTION_AUDIT"),
        contains("SUCCESS | 1 | " + inFull));
    assertThat(site.snowgauge().run("audit", "--run", "r").outLines(), hasItem("  " + inFull));
  }
}
