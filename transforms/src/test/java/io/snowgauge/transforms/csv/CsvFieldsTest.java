package io.snowgauge.transforms.csv;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.record.Utf8Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CsvFieldsTest {
  private static String row(@Nullable String... values) throws IOException {
    Row row = new Row(values.length);
    for (int i = 0; i < values.length; i++) {
      String value = values[i];
      if (value != null) {
        byte[] bytes = ("," + value + "\"").getBytes(StandardCharsets.UTF_8);
        row.set(i, bytes, 1, bytes.length - 1);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Utf8Output out = new Utf8Output(bytes)) {
      CsvFields.writeRow(row, new boolean[row.columns()], out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String field(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Utf8Output out = new Utf8Output(bytes)) {
      CsvFields.write(text, out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** AUTO of Snowflake knows +00:00, and its page on formats no Z. */
  @Test
  void aTimestampEndsInAnOffset() throws IOException {
    byte[] bytes = "2026-01-31T10:15:30.5Z".getBytes(StandardCharsets.UTF_8);
    Row row = new Row(3);
    row.set(0, bytes, 0, bytes.length);
    row.set(1, bytes, 0, bytes.length);
    row.setNull(2);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (Utf8Output out = new Utf8Output(written)) {
      CsvFields.writeRow(row, new boolean[] {true, false, true}, out);
    }
    assertThat(
        written.toString(StandardCharsets.UTF_8),
        is(",2026-01-31T10:15:30.5+00:00,2026-01-31T10:15:30.5Z,\n"));
  }

  @Test
  void everyColumnHasACommaBeforeIt() throws IOException {
    assertThat(row("team1", "user1", "3"), is(",team1,user1,3\n"));
    assertThat(row("a"), is(",a\n"));
  }

  @Test
  void aNullIsNothingAndTheEmptyStringIsQuoted() throws IOException {
    assertThat(row("a", null, "", null), is(",a,,\"\",\n"));
    assertThat(field(""), is("\"\""));
  }

  @Test
  void commasQuotesAndLineBreaksAreQuoted() throws IOException {
    assertThat(row("a,b", "c\"d", "e\nf", "g\rh"), is(",\"a,b\",\"c\"\"d\",\"e\nf\",\"g\rh\"\n"));
  }

  @Test
  void quotesAreDoubled() throws IOException {
    assertThat(field("\""), is("\"\"\"\""));
    assertThat(field("\"\""), is("\"\"\"\"\"\""));
    assertThat(field("\"a\" and \"b\""), is("\"\"\"a\"\" and \"\"b\"\"\""));
    assertThat(field(",\""), is("\",\"\"\""));
  }

  @Test
  void nothingElseIsQuoted() throws IOException {
    assertThat(
        row("DOMAIN\\user", " a ", "é𝄞", "'", "a;b\tc"), is(",DOMAIN\\user, a ,é𝄞,',a;b\tc\n"));
    assertThat(field("null"), is("null"));
  }
}
