package io.snowgauge.transforms.lsf;

/**
 * What a byte is to the grammar of a group's line; by bits, so that the kinds of many bytes add up
 * to a set.
 */
final class LineByte {
  static final int NAME = 0;
  static final int BLANK = 1;
  static final int PARENTHESIS = 2;
  static final int DELIMITER = 4;
  static final int CONTROL = 8;

  private static final byte[] KINDS = kinds();

  private LineByte() {}

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    for (int i = 0; i < ' '; i++) {
      kinds[i] = CONTROL;
    }
    kinds[0x7f] = CONTROL;
    kinds[' '] = BLANK;
    kinds['\t'] = BLANK;
    kinds['\f'] = BLANK;
    kinds[0x0b] = BLANK;
    kinds['('] = PARENTHESIS;
    kinds[')'] = PARENTHESIS;
    kinds['['] = DELIMITER;
    kinds[']'] = DELIMITER;
    kinds[','] = DELIMITER;
    return kinds;
  }

  static int kind(byte b) {
    return KINDS[b & 0xff];
  }

  /** The end of the name that starts here: the first byte that none may hold, or {@code end}. */
  static int nameEnd(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end && (kind(bytes[i]) & (BLANK | PARENTHESIS | DELIMITER)) == NAME) {
      i++;
    }
    return i;
  }
}
