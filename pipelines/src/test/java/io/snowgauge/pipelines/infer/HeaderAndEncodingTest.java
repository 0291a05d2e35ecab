package io.snowgauge.pipelines.infer;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Headers that do not look like one, and bytes that do not say what they are. */
class HeaderAndEncodingTest extends Guessing {
  private String write(String text) throws IOException {
    return write("in/x.csv", text, StandardCharsets.UTF_8);
  }

  @Test
  void yearsInARowAreNames() throws IOException {
    Inference inference =
        guessed(2, write("Country,2023,2024,2025\nDE,1.5,2.5,3.5\nFR,1.6,,3.6\n"));
    assertThat(
        shown(inference),
        contains(
            "{\"type\":\"csv\"}",
            "{\"Country\":\"STRING\",\"2023\":\"NUMBER(5,1)\",\"2024\":\"NUMBER(5,1)\","
                + "\"2025\":\"NUMBER(5,1)\"}"));
    for (String years : List.of("DE,2023,2025\nFR,2,3\n", "DE,2023,2024\nFR,2024,2025\n")) {
      assertThat(shown(guessed(2, write(years))).get(0), is("{\"type\":\"csv\",\"header\":false}"));
    }
  }

  /** As programs write it that end each record, but not the header, with a delimiter. */
  @Test
  void aDelimiterAtTheEndOfRecordsMakesTheHeaderNoTitle() throws IOException {
    Inference inference = guessed(2, write("a,b,c\n1,2,3,\n4,5,6,\n"));
    assertThat(
        shown(inference),
        contains(
            "{\"type\":\"csv\",\"extraFields\":\"keep\"}",
            "{\"a\":\"INTEGER\",\"b\":\"INTEGER\",\"c\":\"INTEGER\"}"));
  }

  /** As psql and sqlcmd print tables. */
  @Test
  void aRuleBelowTheNamesIsSkipped() throws IOException {
    String text =
        """
         id | name
        ----+------
          1 | Ann
          2 | Bob
        (2 rows)
        """;
    Inference inference = guessed(2, write(text));
    assertThat(
        shown(inference),
        contains(
            "{\"type\":\"csv\",\"delimiter\":\"|\",\"header\":false,\"skipLines\":2,"
                + "\"trailers\":[\"(\"]}",
            "{\"id\":\"INTEGER\",\"name\":\"STRING\"}"));
    assertThat(
        inference.evidence().lines(),
        hasItem(
            "header: line 1 has names, and a rule below them ( id ,  name): skipped, and columns go"
                + " by their position"));
  }

  @Test
  void nanosecondsAreToldWhereTheyMakeATextOfATime() throws IOException {
    Inference inference = guessed(1, write("at\n2026-01-31T10:15:30.123456789Z\n"));
    assertThat(
        inference.evidence().lines(),
        hasItem("at: STRING, for these are nanoseconds; in Snowflake TIMESTAMP(9) holds them"));
  }

  @Test
  void wordsOfOtherLettersAreNoWesternText() throws IOException {
    String text = "\u0438\u043c\u044f;n\n\u0418\u0432\u0430\u043d;1\n\u041e\u043b\u044f;2\n";
    Inference inference = guessed(2, write("in/x.csv", text, Charset.forName("windows-1251")));
    assertThat(
        shown(inference),
        contains(
            "{\"type\":\"csv\",\"encoding\":\"windows-1251\",\"delimiter\":\";\"}",
            "{\"\u0438\u043c\u044f\":\"STRING\",\"n\":\"INTEGER\"}"));
    assertThat(
        inference.evidence().lines(),
        hasItem(
            "encoding: windows-1251, for the text is not UTF-8 and whole words are of letters"
                + " beyond ASCII; Greek (windows-1253) looks the same"));
  }

  @Test
  void bytesThatNoTextOfWindowsHasAreReadAllTheSame() throws IOException {
    byte[] bytes = "id,name\n1,a?\n".getBytes(StandardCharsets.US_ASCII);
    bytes[11] = (byte) 0x81;
    Inference inference = guessed(1, write("in/x.csv", bytes));
    assertThat(shown(inference).get(0), is("{\"type\":\"csv\",\"encoding\":\"ISO-8859-1\"}"));
  }

  /** One line of more than a sample, which ends within a character. */
  @Test
  void aCharacterThatTheSampleCutsIsNoOtherEncoding() throws IOException {
    String objects = "{\"k\u00fc\": \"" + "\u00fc".repeat(1000) + "\"},";
    for (String start : new String[] {"[", "[ "}) {
      String text = start + objects.repeat(600) + "{}]";
      Inference inference = guessed(521, write("in/x.json", text, StandardCharsets.UTF_8));
      assertThat(shown(inference).get(1), is("{\"k\u00fc\":\"STRING\"}"));
    }
  }
}
