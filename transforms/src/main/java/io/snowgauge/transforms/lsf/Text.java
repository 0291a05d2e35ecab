package io.snowgauge.transforms.lsf;

import java.nio.charset.StandardCharsets;

/** Words and blanks in a line of bytes. */
final class Text {
  /** Longer excerpts are cut in messages. */
  private static final int EXCERPT_BYTES = 60;

  private Text() {}

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** The first position from {@code start} that is not a blank, or {@code end}. */
  static int skipBlanks(byte[] bytes, int start, int end) {
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

  /** Whether the slice is {@code word}, whatever the case of its ASCII letters. */
  static boolean equalsIgnoreCase(byte[] bytes, int start, int end, String word) {
    if (end - start != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (Character.toLowerCase((char) (bytes[start + i] & 0xff))
          != Character.toLowerCase(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** The slice in quotes for a message, cut if it is long. */
  static String quote(byte[] bytes, int start, int end) {
    boolean cut = end - start > EXCERPT_BYTES;
    int to = cut ? start + EXCERPT_BYTES : end;
    while (cut && to > start && (bytes[to] & 0xc0) == 0x80) {
      to--;
    }
    String text = new String(bytes, start, to - start, StandardCharsets.UTF_8);
    return "'" + text + (cut ? "…" : "") + "'";
  }
}
