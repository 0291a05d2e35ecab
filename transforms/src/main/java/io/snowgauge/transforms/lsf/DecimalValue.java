package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.text.Excerpt;

/**
 * A decimal number of a data line, as JSON writes it: without leading zeros, and with a digit in
 * front of its point. Reused from line to line.
 */
final class DecimalValue {
  static final int PRECISION = 18;
  static final int SCALE = 6;

  private static final int MAX_WHOLE_DIGITS = PRECISION - SCALE;

  private final byte[] bytes = new byte[PRECISION + 2];
  private int size;

  /** Reads the value {@code [start, end)}, blanks at its end included. */
  void read(byte[] from, int start, int end, String column) throws MalformedLine {
    int last = Blanks.trimmedEnd(from, start, end);
    int point = start;
    while (point < last && isDigit(from[point])) {
      point++;
    }
    int first = start;
    while (first < point - 1 && from[first] == '0') {
      first++;
    }
    int digits = last - point - 1;
    boolean valid =
        point == last ? point > start : from[point] == '.' && isFraction(from, point + 1, last);
    if (!valid || point - first > MAX_WHOLE_DIGITS || digits > SCALE) {
      throw new MalformedLine(
          start,
          "%s: expected a number of at most %d digits and %d behind the point, or '-', but found %s"
              .formatted(column, MAX_WHOLE_DIGITS, SCALE, Excerpt.quoted(from, start, last)));
    }
    size = 0;
    if (first == point) {
      bytes[size++] = '0';
    }
    System.arraycopy(from, first, bytes, size, last - first);
    size += last - first;
  }

  private static boolean isFraction(byte[] from, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!isDigit(from[i])) {
        return false;
      }
    }
    return start < end;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** The array that holds the number from its beginning on. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return size;
  }
}
