package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.record.Utf8Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Renders fields by RFC 4180 for COPY: a null is nothing, the empty string is {@code ""}, and a
 * field that holds a comma, a quote or a line break is quoted.
 */
public final class CsvFields {
  private static final boolean[] SPECIAL = special();
  private static final byte[] UTC = "+00:00".getBytes(StandardCharsets.US_ASCII);

  private CsvFields() {}

  private static boolean[] special() {
    boolean[] special = new boolean[256];
    for (char c : new char[] {',', '"', '\r', '\n'}) {
      special[c] = true;
    }
    return special;
  }

  /**
   * Writes all columns of a row, a comma before each, and ends the line.
   *
   * @param isTimestamp of each column; a timestamp ends in the offset that stands for its Z, for
   *     Snowflake's <a
   *     href="https://docs.snowflake.com/en/sql-reference/date-time-input-output">AUTO formats</a>
   *     know no letter
   */
  public static void writeRow(Row row, boolean[] isTimestamp, Utf8Output out) throws IOException {
    for (int column = 0; column < row.columns(); column++) {
      out.put(',');
      if (row.isNull(column)) {
        continue;
      }
      int end = row.end(column);
      if (isTimestamp[column] && end > row.start(column) && row.bytes(column)[end - 1] == 'Z') {
        out.put(row.bytes(column), row.start(column), end - 1);
        out.put(UTC);
      } else {
        write(row.bytes(column), row.start(column), end, out);
      }
    }
    out.put('\n');
  }

  /** Writes one field. */
  public static void write(String text, Utf8Output out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write(bytes, 0, bytes.length, out);
  }

  private static void write(byte[] bytes, int start, int end, Utf8Output out) throws IOException {
    if (!needsQuotes(bytes, start, end)) {
      out.put(bytes, start, end);
      return;
    }
    out.put('"');
    int from = start;
    for (int i = start; i < end; i++) {
      if (bytes[i] == '"') {
        out.put(bytes, from, i + 1);
        from = i;
      }
    }
    out.put(bytes, from, end);
    out.put('"');
  }

  private static boolean needsQuotes(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (SPECIAL[bytes[i] & 0xff]) {
        return true;
      }
    }
    return start == end;
  }
}
