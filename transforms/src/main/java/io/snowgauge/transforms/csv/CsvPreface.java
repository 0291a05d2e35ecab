package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.text.AsciiWords;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * What stands in front of a file's records: lines that are to be skipped, or else Excel's line that
 * names the delimiter.
 *
 * @param records the text behind
 * @param lines how many lines are in front of it
 * @param isSep whether the line is Excel's
 */
record CsvPreface(InputStream records, int lines, boolean isSep) {
  private static final String SEP = "sep=";

  /** Takes it from a text in UTF-8. */
  static CsvPreface takeFrom(InputStream utf8, CsvDialect dialect) throws IOException {
    String sep = SEP + dialect.delimiter();
    PushbackInputStream text = new PushbackInputStream(utf8, sep.length() + 1);
    if (dialect.skipLines() > 0) {
      return new CsvPreface(text, skip(text, dialect.skipLines()), false);
    }
    byte[] start = new byte[sep.length() + 1];
    int length = 0;
    boolean isSep = true;
    while (isSep && length < start.length) {
      int b = text.read();
      if (b < 0) {
        break;
      }
      start[length] = (byte) b;
      length++;
      isSep = length > sep.length() ? isLineEnd((byte) b) : startsLike(sep, start, length);
    }
    if (!isSep || length < sep.length()) {
      text.unread(start, 0, length);
      return new CsvPreface(text, 0, false);
    }
    if (length == start.length && start[length - 1] == '\r') {
      passLf(text);
    }
    return new CsvPreface(text, 1, true);
  }

  /** What is read of a text must not be more than it takes to tell. */
  private static boolean startsLike(String sep, byte[] start, int length) {
    return AsciiWords.equalsIgnoreCase(start, 0, length, sep.substring(0, length));
  }

  private static boolean isLineEnd(byte b) {
    return b == '\n' || b == '\r';
  }

  /** How many lines there were to skip. */
  private static int skip(PushbackInputStream text, int lines) throws IOException {
    int skipped = 0;
    int b = 0;
    while (skipped < lines && (b = text.read()) >= 0) {
      if (b == '\r') {
        passLf(text);
      }
      skipped += isLineEnd((byte) b) ? 1 : 0;
    }
    return skipped;
  }

  private static void passLf(PushbackInputStream text) throws IOException {
    int next = text.read();
    if (next >= 0 && next != '\n') {
      text.unread(next);
    }
  }

  /** What the audit says of it. */
  static String notice(CsvDialect dialect) {
    return "line 1: '" + SEP + dialect.delimiter().replace("\t", "\\t") + "' is no record";
  }
}
