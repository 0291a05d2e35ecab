package io.snowgauge.transforms.ndjson;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Column.JsonNull;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.record.Utf8Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NdjsonLayoutTest {
  private static final Column GROUP = column("group", ColumnType.STRING, JsonNull.SHOWN);
  private static final Column USER = column("user", ColumnType.STRING, JsonNull.SHOWN);
  private static final Column SHARE = column("share", ColumnType.INTEGER, JsonNull.SHOWN);
  private static final Column CONDITION = column("condition", ColumnType.STRING, JsonNull.OMITTED);

  private static Column column(String key, ColumnType type, JsonNull jsonNull) {
    return new Column("not shown", key, type, jsonNull);
  }

  private static String line(NdjsonLayout layout, @Nullable String... values) throws IOException {
    Row row = new Row(values.length);
    for (int i = 0; i < values.length; i++) {
      String value = values[i];
      if (value != null) {
        byte[] bytes = ("\"" + value + "\\").getBytes(StandardCharsets.UTF_8);
        row.set(i, bytes, 1, bytes.length - 1);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Utf8Output out = new Utf8Output(bytes)) {
      layout.write(row, out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static NdjsonLayout userGroups() throws IOException {
    return NdjsonLayout.builder()
        .column(GROUP, 0)
        .column(USER, 1)
        .column(SHARE, 2)
        .constant("timestamp", "2025-06-06T10:00:00Z")
        .column(CONDITION, 3)
        .constant("farm", "zürich \"1\"")
        .build();
  }

  private static String value(String text) throws IOException {
    String line = line(NdjsonLayout.builder().column(USER, 0).build(), text);
    return line.substring("{\"user\":".length(), line.length() - "}\n".length());
  }

  @Test
  void aRecordOfAUserGroupIsOneObject() throws IOException {
    NdjsonLayout layout =
        NdjsonLayout.builder()
            .column(GROUP, 0)
            .column(USER, 1)
            .column(SHARE, 2)
            .constant("timestamp", "2025-06-06T10:00:00Z")
            .column(CONDITION, 3)
            .build();
    assertThat(
        line(layout, "team1", "user1", "3", null),
        is(
            "{\"group\":\"team1\",\"user\":\"user1\",\"share\":3,"
                + "\"timestamp\":\"2025-06-06T10:00:00Z\"}\n"));
  }

  @Test
  void aNullIsShownOrOmittedAsItsColumnSays() throws IOException {
    assertThat(
        line(userGroups(), "g", null, null, null),
        is(
            "{\"group\":\"g\",\"user\":null,\"share\":null,"
                + "\"timestamp\":\"2025-06-06T10:00:00Z\",\"farm\":\"zürich \\\"1\\\"\"}\n"));
    assertThat(
        line(userGroups(), "g", "u", "1", "else"),
        is(
            "{\"group\":\"g\",\"user\":\"u\",\"share\":1,"
                + "\"timestamp\":\"2025-06-06T10:00:00Z\",\"condition\":\"else\","
                + "\"farm\":\"zürich \\\"1\\\"\"}\n"));
  }

  @Test
  void anEmptyTextIsNoNull() throws IOException {
    assertThat(
        line(userGroups(), "", "", "1", ""),
        is(
            "{\"group\":\"\",\"user\":\"\",\"share\":1,"
                + "\"timestamp\":\"2025-06-06T10:00:00Z\",\"condition\":\"\","
                + "\"farm\":\"zürich \\\"1\\\"\"}\n"));
  }

  @Test
  void quotesAndBackslashesAreEscaped() throws IOException {
    assertThat(value("DOMAIN\\user"), is("\"DOMAIN\\\\user\""));
    assertThat(value("\"u\"\\"), is("\"\\\"u\\\"\\\\\""));
    assertThat(value("\\\\\"\""), is("\"\\\\\\\\\\\"\\\"\""));
  }

  @Test
  void controlCharactersAreEscaped() throws IOException {
    assertThat(value("a\nb\rc\td"), is("\"a\\nb\\rc\\td\""));
    assertThat(value("\u0000\u0001\b\f\u001f"), is("\"\\u0000\\u0001\\u0008\\u000c\\u001f\""));
  }

  @Test
  void allOtherCharactersAreWrittenAsTheyAre() throws IOException {
    assertThat(value("é€𝄞\u007f\u2028/'"), is("\"é€𝄞\u007f\u2028/'\""));
  }

  @Test
  void everyCharacterIsReadBackByAJsonParser() throws IOException {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c < 0x300; c++) {
      all.append((char) c);
    }
    String text = all.append("𝄞\ufeff\uffff").toString();
    assertThat(new ObjectMapper().readValue(value(text), String.class), is(text));
  }

  @Test
  void aTimestampIsQuoted() throws IOException {
    NdjsonLayout layout =
        NdjsonLayout.builder()
            .column(column("at", ColumnType.TIMESTAMP, JsonNull.SHOWN), 0)
            .build();
    assertThat(line(layout, "2025-06-06T10:00:00Z"), is("{\"at\":\"2025-06-06T10:00:00Z\"}\n"));
  }

  @Test
  void aConstantMayComeFirst() throws IOException {
    NdjsonLayout layout = NdjsonLayout.builder().constant("a", "\n").column(SHARE, 0).build();
    assertThat(line(layout, "3"), is("{\"a\":\"\\n\",\"share\":3}\n"));
  }

  @Test
  void columnsMayStandInAnotherOrderThanInTheRow() throws IOException {
    NdjsonLayout layout = NdjsonLayout.builder().column(SHARE, 1).column(USER, 0).build();
    assertThat(line(layout, "u", "3"), is("{\"share\":3,\"user\":\"u\"}\n"));
  }
}
