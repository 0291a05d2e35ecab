package io.snowgauge.pipelines.infer;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.pipelines.config.ConfigurationLoader;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is guessed of files as people have them, and that the guess reads all of each file. */
class InferenceTest {
  @TempDir Path folder;

  private String write(String name, String text, Charset charset) throws IOException {
    return write(name, text.getBytes(charset));
  }

  private String write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    return Storage.localUri(file);
  }

  /** The guess, which accepts so many records of the files and rejects none. */
  private Inference guessed(int records, String... uris) throws IOException {
    Inference inference = Inference.of(List.of(uris), "sales");
    Dataset dataset = load(inference);
    List<Sample> samples = new ArrayList<>();
    for (String uri : uris) {
      assertThat(uri, dataset.input().match(uri).isPresent(), is(true));
      samples.add(Sample.of(uri));
    }
    SampleRecords read = SampleRecords.of(dataset.format(), samples);
    assertThat(inference.text(), read.fault(), is(nullValue()));
    assertThat(inference.text(), read.rejects(), is(List.of()));
    assertThat(inference.text(), read.records(), is((long) records));
    return inference;
  }

  private Dataset load(Inference inference) throws IOException {
    Path file = Files.writeString(folder.resolve("snowgauge.json"), inference.text());
    return ConfigurationLoader.load(file, Map.of(), List.of()).datasets().get(0);
  }

  private static JsonNode dataset(Inference inference) throws IOException {
    return new ObjectMapper().readTree(inference.text()).at("/datasets/sales");
  }

  /** The format and the columns, in one line each. */
  private static List<String> shown(Inference inference) throws IOException {
    JsonNode dataset = dataset(inference);
    return List.of(dataset.get("format").toString(), dataset.path("columns").toString());
  }

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
        inference.evidence().lines(), hasItem("quantity: INTEGER, 1 of 2 values; 1 are 'N/A'"));
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
  void filesOfLsf() throws IOException {
    String text = "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\ng (u v)\nEnd UserGroup\n";
    Inference inference = guessed(2, write("in/lsb.users", text, StandardCharsets.UTF_8));
    assertThat(dataset(inference).get("format").toString(), is("{\"type\":\"lsf\"}"));
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
