package io.snowgauge.transforms.lsf;

/** What a byte means to the counter in the text of a logical line. */
enum CountedByte {
  /** Any other byte: in a name or number. */
  NAME,
  BLANK,
  OPEN,
  CLOSE,
  OPEN_BRACKET,
  CLOSE_BRACKET,
  COMMA;

  private static final int VERTICAL_TAB = 0x0b;
  private static final CountedByte[] KINDS = new CountedByte[256];
  private static final boolean[] IN_NAME = new boolean[256];

  static {
    for (int b = 0; b < KINDS.length; b++) {
      KINDS[b] =
          switch (b) {
            case ' ', '\t', '\f', VERTICAL_TAB -> BLANK;
            case '(' -> OPEN;
            case ')' -> CLOSE;
            case '[' -> OPEN_BRACKET;
            case ']' -> CLOSE_BRACKET;
            case ',' -> COMMA;
            default -> NAME;
          };
      IN_NAME[b] = KINDS[b] == NAME;
    }
  }

  static CountedByte of(byte b) {
    return KINDS[b & 0xff];
  }

  static boolean isBlank(byte b) {
    return KINDS[b & 0xff] == BLANK;
  }

  static boolean isInName(byte b) {
    return IN_NAME[b & 0xff];
  }

  /** The first position from {@code from} on that is not a blank, or {@code to}. */
  static int skipBlanks(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && isBlank(bytes[i])) {
      i++;
    }
    return i;
  }
}
