package io.snowgauge.pipelines.infer;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** What is guessed of files as people have them, and that the guess reads all of each file. */
class InferenceTest extends Guessing {
  @Test
  void aPlainFileNeedsLittle() throws IOException {
    String text =
        """
        id,customer,quantity,price,paid,day,at
        1,Ann,5,12.50,true,2026-01-31,2026-01-31T10:15:00Z
        2,Bob,,7,false,2026-02-01,2026-01-31 10:15
        3,Ann,N/A,1.255,true,,
        """;
    Inference inference = guessed(3, write("in/x.csv", text, StandardCharsets.UTF_8));
    assertThat(
        shown(inference),
        contains(
            "{\"type\":\"csv\",\"nullTokens\":[\"N/A\"]}",
            "{\"id\":\"INTEGER\",\"customer\":\"STRING\",\"quantity\":\"INTEGER\","
                + "\"price\":\"NUMBER(8,3)\",\"paid\":\"BOOLEAN\",\"day\":\"DATE\","
                + "\"at\":\"TIMESTAMP\"}"));
    assertThat(
        inference.evidence().lines(), hasItem("quantity: INTEGER, 1 of 2 values; 1 is 'N/A'"));
    assertThat(
        inference.evidence().lines(),
        hasItem(
            "key: 'id' is unique and never null in 3 records; with \"publish\": \"merge\" it could"
                + " be the key"));
  }

  @Test
  void anExportOfACentralEuropeanOffice() throws IOException {
    String text =
        """
        Umsätze Januar

        Kunden-Nr.;Kunde;Betrag;Datum
        00017;Müller;1.234,50 ;31.01.2026
        00018;Groß & Söhne;-7,00;01.02.2026
        Summe;;1.227,50;
        """;
    Inference inference =
        guessed(2, write("in/x.csv", text.replace("\n", "\r\n"), Charset.forName("windows-1252")));
    assertThat(
        shown(inference),
        contains(
            "{\"type\":\"csv\",\"encoding\":\"windows-1252\",\"delimiter\":\";\",\"skipLines\":2,"
                + "\"trailers\":[\"Summe\"]}",
            "{\"Kunden-Nr_\":\"STRING FROM 'Kunden-Nr.'\",\"Kunde\":\"STRING\","
                + "\"Betrag\":\"NUMBER(18,6) FORMAT '1.234,56'\","
                + "\"Datum\":\"DATE FORMAT 'dd.MM.yyyy'\"}"));
  }

  @Test
  void anExportThatQuotesEverything() throws IOException {
    String text =
        """
        "_id","n","text"
        "1","NULL","a, ""b""\"
        "2","","c
        d"
        "3","5",""
        """;
    Inference inference = guessed(3, write("in/x.csv", text, StandardCharsets.UTF_8));
    assertThat(
        shown(inference),
        contains(
            "{\"type\":\"csv\",\"nullTokens\":[\"NULL\"],\"quotedNulls\":true}",
            "{\"id\":\"INTEGER FROM '_id'\",\"n\":\"INTEGER\",\"text\":\"STRING\"}"));
  }

  @Test
  void anExportWithEscapesTabsAndComments() throws IOException {
    String text =
        """
        # made on Monday
        id\tname\tcreated_at
        1\t"say \\"hi\\""\t1769854530
        2\t"\\\\"\t1769854531
        """;
    Inference inference = guessed(2, write("in/x.tsv", text, StandardCharsets.UTF_8));
    assertThat(
        shown(inference),
        contains(
            "{\"type\":\"csv\",\"comment\":\"#\",\"escape\":\"\\\\\",\"delimiter\":\"\\\\t\"}",
            "{\"id\":\"INTEGER\",\"name\":\"STRING\","
                + "\"created_at\":\"TIMESTAMP FORMAT 'epoch seconds'\"}"));
  }

  @Test
  void recordsOfOtherLengths() throws IOException {
    String text = "a,b,c,,\n1,2,3,,\n4,5\n6,7,8,,,9\n1,2,3,,\n";
    Inference inference = guessed(4, write("in/x.csv", text, StandardCharsets.UTF_8));
    assertThat(
        shown(inference),
        contains(
            "{\"type\":\"csv\",\"extraFields\":\"keep\",\"missingFields\":\"null\"}",
            "{\"a\":\"INTEGER\",\"b\":\"INTEGER\",\"c\":\"INTEGER\"}"));
  }

  @Test
  void aFileWithoutHeaderInUtf16() throws IOException {
    String text = "1;x\r\n2;y\r\n";
    Inference inference = guessed(2, write("in/x.csv", text, StandardCharsets.UTF_16LE));
    assertThat(
        shown(inference),
        contains(
            "{\"type\":\"csv\",\"encoding\":\"UTF-16LE\",\"delimiter\":\";\",\"header\":false}",
            "{\"column_1\":\"INTEGER\",\"column_2\":\"STRING\"}"));
  }

  @Test
  void objectsOfJson() throws IOException {
    String text =
        """
        {"id": 1, "_user.name": "Ann", "tags": ["a"], "score": 1.5, "day": "2026-01-31"}
        {"id": 2, "tags": null, "score": 2, "day": "n/a", "more": {"x": 1}}
        """;
    Inference inference = guessed(2, write("in/x.json.gz", gzip(text)));
    assertThat(
        shown(inference),
        contains(
            "{\"type\":\"ndjson\",\"nullTokens\":[\"n/a\"]}",
            "{\"id\":\"INTEGER\",\"user_name\":\"STRING FROM '_user.name'\",\"tags\":\"VARIANT\","
                + "\"score\":\"NUMBER(5,1)\",\"day\":\"DATE\",\"more\":\"VARIANT\"}"));
  }

  @Test
  void anArrayOfObjects() throws IOException {
    String text = "[\n  {\n    \"a\": 1\n  },\n  {\"a\": 2}\n]\n";
    Inference inference = guessed(2, write("in/x.json", text, StandardCharsets.UTF_8));
    assertThat(
        shown(inference),
        contains("{\"type\":\"ndjson\",\"layout\":\"document\"}", "{\"a\":\"INTEGER\"}"));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void numbersKeepAllDigits() throws IOException {
    String text =
        """
        order_id,reading,rate,hash
        123456789012345678901234,0.30000000000000004,0.1234567890123456789,1
        5,2000.25,1,%s
        """
            .formatted("9".repeat(40));
    Inference inference = guessed(2, write("in/x.csv", text, StandardCharsets.UTF_8));
    assertThat(
        shown(inference),
        contains(
            "{\"type\":\"csv\"}",
            "{\"order_id\":\"NUMBER(27,0)\",\"reading\":\"FLOAT\",\"rate\":\"NUMBER(23,19)\","
                + "\"hash\":\"STRING\"}"));
  }

  @Test
  void aPointIsNoDecimalPointBesideDecimalCommas() throws IOException {
    String text = "sep=;\nArtikel;Menge;Preis\nSchraube;1.000;0,05\nMutter;20;1.234,50\n";
    Inference inference = guessed(2, write("in/x.csv", text, StandardCharsets.UTF_8));
    assertThat(
        shown(inference).get(1),
        is(
            "{\"Artikel\":\"STRING\",\"Menge\":\"INTEGER FORMAT '1.234'\","
                + "\"Preis\":\"NUMBER(18,6) FORMAT '1.234,56'\"}"));
  }

  @Test
  void formsOfNumbersAndDays() throws IOException {
    String text =
        """
        day|other day|total|euro|share|thousands|small|date|at
        1/31/2026|31-JAN-26|$1,234.50|1.234,50 EUR|12.5%|1,234|0,125|20260131|2026-01-31T10:15+01:00
        12/1/2026|01-FEB-26|-$7.00|7 EUR|100%|12,345,678|1,250|20260201|2026-01-31T10:15+02:00
        """;
    Inference inference = guessed(2, write("in/x.csv", text, StandardCharsets.UTF_8));
    assertThat(
        shown(inference).get(1),
        is(
            "{\"day\":\"DATE FORMAT 'M/d/yyyy'\",\"other day\":\"DATE FORMAT 'dd-MMM-yy'\","
                + "\"total\":\"NUMBER(18,6) FORMAT '$1,234.56'\","
                + "\"euro\":\"NUMBER(18,6) FORMAT '1.234,56EUR'\","
                + "\"share\":\"NUMBER(18,6) FORMAT '1,234.56%'\","
                + "\"thousands\":\"NUMBER(18,6) FORMAT '1,234.56'\","
                + "\"small\":\"NUMBER(18,6) FORMAT '1.234,56'\","
                + "\"date\":\"DATE FORMAT 'yyyyMMdd'\",\"at\":\"TIMESTAMP_TZ\"}"));
    assertThat(
        inference.evidence().lines(),
        hasItem(
            "small: marks between thousands could be decimal: each has three digits behind it"));
  }

  @Test
  void aHeaderThatNamesTwoColumnsAlikeIsSkipped() throws IOException {
    String text = "id,No.,No.\n1,a,b\n2,c,d\n";
    Inference inference = guessed(2, write("in/x.csv", text, StandardCharsets.UTF_8));
    assertThat(
        shown(inference),
        contains(
            "{\"type\":\"csv\",\"header\":false,\"skipLines\":1}",
            "{\"id\":\"INTEGER\",\"No_\":\"STRING\",\"No__2\":\"STRING\"}"));
  }

  /** As a sheet is saved: its title and a blank line are as wide as its table. */
  @Test
  void aTitleThatIsFilledUpWithDelimiters() throws IOException {
    String text = "Report: orders;;\n;;\nOrder No;Name;Qty\n1001;Ann;5\n1002;Bob;6\n";
    Inference inference = guessed(2, write("in/x.csv", text, StandardCharsets.UTF_8));
    assertThat(
        shown(inference),
        contains(
            "{\"type\":\"csv\",\"delimiter\":\";\",\"skipLines\":2}",
            "{\"Order No\":\"INTEGER\",\"Name\":\"STRING\",\"Qty\":\"INTEGER\"}"));
  }

  /** Of a header with few names nothing is a title. */
  @Test
  void aHeaderWithOneName() throws IOException {
    String text = "id,,\n1,2,3\n2,3,4\n";
    Inference inference = guessed(2, write("in/x.csv", text, StandardCharsets.UTF_8));
    assertThat(
        shown(inference),
        contains("{\"type\":\"csv\",\"extraFields\":\"keep\"}", "{\"id\":\"INTEGER\"}"));
  }

  @Test
  void linesToSkipBehindTheLineOfExcel() throws IOException {
    String text = "sep=;\nid;x;x\n1;a;b\n2;c;d\n";
    Inference inference = guessed(2, write("in/x.csv", text, StandardCharsets.UTF_8));
    assertThat(
        shown(inference).get(0),
        is("{\"type\":\"csv\",\"delimiter\":\";\",\"header\":false,\"skipLines\":2}"));
  }

  @Test
  void aDelimiterOfTwoCharactersIsNotOneWithEmptyColumns() throws IOException {
    String text = "id||name||n\n1||Ann||5\n2||Bob||6\n";
    Inference inference = guessed(2, write("in/x.csv", text, StandardCharsets.UTF_8));
    assertThat(shown(inference).get(0), is("{\"type\":\"csv\",\"delimiter\":\"||\"}"));
  }

  @Test
  void filesInAnArchiveAndTimes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : List.of("one.csv", "two.csv")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write("shop,opens\n1,08:00\n2,09:30:15.5\n".getBytes(StandardCharsets.UTF_8));
      }
    }
    Inference inference = guessed(2, write("in/x.zip", bytes.toByteArray()));
    assertThat(dataset(inference).get("zipEntries").asText(), is("each"));
    assertThat(shown(inference).get(1), is("{\"shop\":\"INTEGER\",\"opens\":\"TIME\"}"));
  }

  @Test
  void packedFilesAreUnpackedForIt() throws IOException {
    byte[] text = "id,at\n1,2026-01-31\n2,2026-02-01\n".getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write(text);
    }
    ByteArrayOutputStream zstd = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(zstd)) {
      out.write(text);
    }
    Inference inference =
        guessed(
            4, write("in/a.csv.gz", gzip.toByteArray()), write("in/b.csv.zst", zstd.toByteArray()));
    assertThat(shown(inference).get(1), is("{\"id\":\"INTEGER\",\"at\":\"DATE\"}"));
  }

  @Test
  void aFileWithoutTextIsNotGuessedAt() throws IOException {
    String empty = write("in/x.csv", " \n", StandardCharsets.UTF_8);
    IOException refused =
        assertThrows(IOException.class, () -> Inference.of(List.of(empty), "sales"));
    assertThat(
        refused.getMessage(),
        is(empty + ": expected text to guess from but found nothing but blanks"));
  }

  @Test
  void whatNullTokensTakeFromTextsIsTold() throws IOException {
    String text = "n,name\n-,-\n5,Ann\n";
    Inference inference = guessed(2, write("in/x.csv", text, StandardCharsets.UTF_8));
    assertThat(
        inference.evidence().lines(),
        hasItem("name: 1 of 2 values are null, too, for they are one of nullTokens"));
  }

  @Test
  void lettersAroundDigitsAreACode() throws IOException {
    String text = "product,flight,box\nP012,LH454,7 kg\nP013,LH455,8 kg\n";
    Inference inference = guessed(2, write("in/x.csv", text, StandardCharsets.UTF_8));
    assertThat(
        shown(inference).get(1),
        is("{\"product\":\"STRING\",\"flight\":\"STRING\",\"box\":\"STRING\"}"));
  }

  @Test
  void keysAreUniqueAndNeverNull() throws IOException {
    String text = "id,code,price,maybe\n1,a,1.5,\n2,a,2.5,x\n";
    Inference inference = guessed(2, write("in/x.csv", text, StandardCharsets.UTF_8));
    assertThat(
        inference.evidence().lines().stream().filter(line -> line.startsWith("key: ")).toList(),
        contains(
            "key: 'id' is unique and never null in 2 records; with \"publish\": \"merge\" it could"
                + " be the key"));
  }

  @Test
  void blanksAroundQuotesAreToldFromThoseInTexts() throws IOException {
    String inTexts = "a,b\n\"x, \"\"y\"\"\",1\n";
    assertThat(
        shown(guessed(1, write("in/x.csv", inTexts, StandardCharsets.UTF_8))).get(0),
        is("{\"type\":\"csv\"}"));
    String around = "a,b\n1, \"x, y\"\n2,\"z\" \n";
    assertThat(
        shown(guessed(2, write("in/y.csv", around, StandardCharsets.UTF_8))).get(0),
        is("{\"type\":\"csv\",\"paddedQuotes\":\"trim\"}"));
  }

  @Test
  void pathsBecomeAGlob() throws IOException {
    String text = "a\n1\n";
    List<String> uris = new ArrayList<>();
    for (String name : List.of("x[1]/b/sales-2026-01-31.csv", "x[1]/c/sales-2026-02-01.csv")) {
      uris.add(write(name, text, StandardCharsets.UTF_8));
    }
    Inference inference = guessed(2, uris.toArray(String[]::new));
    assertThat(
        dataset(inference).get("input").asText(), is(folder + "/x\\[1]/{folder}/sales-{date}.csv"));
    Inference folders =
        guessed(
            2,
            write("y/year=2026/month=01/day=31/one.csv", text, StandardCharsets.UTF_8),
            write("y/year=2026/month=02/day=01/other.csv", text, StandardCharsets.UTF_8));
    assertThat(
        dataset(folders).get("input").asText(),
        is(folder + "/y/year={date:yyyy}/month={date:MM}/day={date:dd}/o*.csv"));
    Inference compact = guessed(1, write("z/sales_20260131.csv", text, StandardCharsets.UTF_8));
    assertThat(dataset(compact).get("input").asText(), is(folder + "/z/sales_{date:yyyyMMdd}.csv"));
  }
}
