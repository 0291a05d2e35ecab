package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.text.AsciiWords;

/** What the end of a line's text says, found without holding the line, whose bytes it takes. */
final class LineTail {
  private boolean inComment;
  private boolean nonBlankSeen;

  /** The last byte that is neither a blank nor a CR; a blank if there was none. */
  private byte last = ' ';

  private boolean nonBlankBeforeLast;

  /** Takes the next bytes of the line, {@code [from, to)}. */
  void take(byte[] bytes, int from, int to) {
    for (int i = from; i < to && !inComment; i++) {
      byte b = bytes[i];
      if (b == '#') {
        inComment = true;
      } else if (b == '\r') {
        nonBlankSeen = true;
      } else if (!AsciiWords.isBlank(b)) {
        last = b;
        nonBlankBeforeLast = nonBlankSeen;
        nonBlankSeen = true;
      }
    }
  }

  /** Whether the text ends in a backslash. */
  boolean continues() {
    return last == '\\';
  }

  /** Whether the text is nothing but blanks, but for the backslash of a continuation. */
  boolean isBlank() {
    return continues() ? !nonBlankBeforeLast : last == ' ';
  }
}
