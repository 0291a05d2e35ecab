package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.record.MarkedTextCounter;
import io.snowgauge.transforms.text.TextEncoding;
import org.jspecify.annotations.Nullable;

/**
 * What is counted nowhere in a CSV file: lines that are to be skipped at its start, or else Excel's
 * line that names the delimiter. Hands on the text behind, a byte for each code unit.
 */
abstract class CsvTextCounter extends MarkedTextCounter {
  private static final String SEP = "SEP=";

  private final @Nullable NarrowedUtf16 narrowed;
  private final byte[] expected;
  private final byte[] found;

  private boolean inRecords;
  private long toSkip;
  private boolean afterCr;
  private int matched;

  CsvTextCounter(CsvDialect dialect, TextEncoding encoding) {
    // In an encoding without a mark of three bytes these are letters.
    super(encoding == TextEncoding.UTF_8);
    narrowed = encoding.isWide() ? new NarrowedUtf16(encoding) : null;
    toSkip = dialect.skipLines();
    String line = SEP + dialect.delimiter();
    expected = new byte[line.length()];
    found = new byte[line.length()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (byte) line.charAt(i);
    }
  }

  @Override
  protected final void scan(byte[] bytes, int from, int to) {
    if (narrowed == null) {
      scanText(bytes, from, to);
      return;
    }
    int i = from;
    while (i < to) {
      int next = i + Math.min(to - i, NarrowedUtf16.MAX_BYTES);
      int units = narrowed.take(bytes, i, next);
      scanText(narrowed.units(), 0, units);
      i = next;
    }
  }

  @Override
  protected final long count() {
    if (!inRecords && matched < expected.length) {
      endPreface();
    }
    return countRecords();
  }

  private void scanText(byte[] bytes, int from, int to) {
    int i = from;
    while (!inRecords && i < to) {
      i = toSkip > 0 ? skipLine(bytes, i, to) : matchSep(bytes, i);
    }
    if (i < to) {
      scanUnits(bytes, i, to);
    }
  }

  private int skipLine(byte[] bytes, int from, int to) {
    int i = from;
    if (afterCr) {
      afterCr = false;
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    while (i < to && bytes[i] != '\n' && bytes[i] != '\r') {
      i++;
    }
    if (i == to) {
      return to;
    }
    afterCr = bytes[i] == '\r';
    toSkip--;
    inRecords = toSkip == 0; // The LF of the last CRLF is where a record would begin.
    return i + 1;
  }

  private int matchSep(byte[] bytes, int i) {
    byte b = bytes[i];
    if (matched == expected.length) {
      inRecords = true;
      if (b == '\n' || b == '\r') {
        return i + 1;
      }
      scanUnits(found, 0, matched);
      return i;
    }
    byte upperCase = b >= 'a' && b <= 'z' ? (byte) (b - ('a' - 'A')) : b;
    if (upperCase != expected[matched]) {
      endPreface();
      return i;
    }
    found[matched] = b;
    matched++;
    return i + 1;
  }

  /** What began like the line that names the delimiter is a record. */
  private void endPreface() {
    inRecords = true;
    if (matched > 0) {
      scanUnits(found, 0, matched);
    }
  }

  /** Takes the next units of the text, {@code [from, to)}, which are some. */
  abstract void scanUnits(byte[] bytes, int from, int to);

  /** The count once all of the text was taken; called once. */
  abstract long countRecords();
}
