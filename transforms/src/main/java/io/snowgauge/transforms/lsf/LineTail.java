package io.snowgauge.transforms.lsf;

/** What the end of a line's text says, found without holding the line, whose bytes it takes. */
final class LineTail {
  private boolean inComment;
  private boolean textSeen;
  private boolean returnSeen;

  /** Behind a backslash whose next byte is not known, or is a CR that may be of the line end. */
  private boolean open;

  private boolean openReturns;

  /** Takes the next bytes of the line, {@code [from, to)}. */
  void take(byte[] bytes, int from, int to) {
    for (int i = from; i < to && !inComment; i++) {
      if (!open) {
        take(bytes[i]);
      } else if (bytes[i] == '\r') {
        openReturns = true;
      } else {
        takeBehindBackslash(bytes[i]);
      }
    }
  }

  private void take(byte b) {
    if (b == '#') {
      inComment = true;
    } else if (b == '\\') {
      open = true;
      openReturns = false;
    } else if (b == '\r') {
      returnSeen = true;
    } else if (!Blanks.isBlank(b)) {
      textSeen = true;
    }
  }

  /**
   * In front of a blank the backslash is dropped; else it is text, and so is the byte behind it.
   */
  private void takeBehindBackslash(byte b) {
    open = false;
    textSeen |= openReturns || !Blanks.isBlank(b);
    if (openReturns) {
      returnSeen = true;
      take(b);
    }
  }

  /** Whether the line's last byte is a backslash that continues it. */
  boolean continues() {
    return open;
  }

  /** Whether the text is nothing but blanks, but for the backslash of a continuation. */
  boolean isBlank() {
    return !textSeen && !(open && returnSeen);
  }
}
