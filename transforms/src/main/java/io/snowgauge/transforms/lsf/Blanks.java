package io.snowgauge.transforms.lsf;

/** What separates words in {@code lsb.users}: space, tab, vertical tab and form feed (rule 1.1). */
final class Blanks {
  private static final int VERTICAL_TAB = 0x0b;

  private Blanks() {}

  static boolean isBlank(byte b) {
    return b <= ' ' && (b == ' ' || b == '\t' || b == VERTICAL_TAB || b == '\f');
  }

  /** The first position from {@code start} that is not a blank, or {@code end}. */
  static int skip(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end && isBlank(bytes[i])) {
      i++;
    }
    return i;
  }

  /** The first blank from {@code start}, or {@code end}. */
  static int wordEnd(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end && !isBlank(bytes[i])) {
      i++;
    }
    return i;
  }

  /** The end of the text without the blanks behind it. */
  static int trimmedEnd(byte[] bytes, int start, int end) {
    int i = end;
    while (i > start && isBlank(bytes[i - 1])) {
      i--;
    }
    return i;
  }
}
