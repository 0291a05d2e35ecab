package io.snowgauge.transforms.tabular;

import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.text.AsciiWords;
import io.snowgauge.transforms.text.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one column: what fits its type becomes a slice of the row, in the one form
 * that both COPY and JSON take. An instance may keep that form in a buffer of its own until it
 * reads the next value. docs/formats/csv-ndjson.md has the rules.
 */
interface ValueReader {
  /**
   * Reads a value, which is not null, into the row.
   *
   * @param text valid UTF-8
   * @return why it does not fit, or null if it does
   */
  @Nullable String read(byte[] text, int start, int end, Row row, int column);

  /** The message for a value that does not fit. */
  static String refusal(String expected, byte[] text, int start, int end) {
    return "expected " + expected + " but found " + Excerpt.quoted(text, start, end);
  }

  /** The end of a value without the blanks behind it. */
  static int trimmedEnd(byte[] text, int start, int end) {
    int i = end;
    while (i > start && AsciiWords.isBlank(text[i - 1])) {
      i--;
    }
    return i;
  }

  /** Whether a byte is an ASCII digit. */
  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
