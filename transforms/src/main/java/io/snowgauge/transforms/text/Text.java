package io.snowgauge.transforms.text;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Words and blanks in a line of bytes. */
public final class Text {
  /** Longer excerpts are cut in messages. */
  private static final int EXCERPT_BYTES = 60;

  /** Not for terminals, nor for COPY. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}]");

  private Text() {}

  public static boolean isBlank(int b) {
    return b == ' ' || b == '\t';
  }

  /** The first position from {@code start} that is not a blank, or {@code end}. */
  public static int skipBlanks(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end && isBlank(bytes[i])) {
      i++;
    }
    return i;
  }

  /** The first blank from {@code start}, or {@code end}. */
  public static int wordEnd(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end && !isBlank(bytes[i])) {
      i++;
    }
    return i;
  }

  /** Whether the slice is {@code word}, whatever the case of ASCII letters. */
  public static boolean equalsIgnoreCase(byte[] bytes, int start, int end, String word) {
    if (end - start != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (lowerCase(bytes[start + i] & 0xff) != lowerCase(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Folds the case of ASCII letters only. */
  public static String lowerCase(String word) {
    StringBuilder folded = new StringBuilder(word.length());
    word.chars().forEach(c -> folded.append((char) lowerCase(c)));
    return folded.toString();
  }

  private static int lowerCase(int c) {
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  }

  /** The slice in quotes for a message, cut if it is long. */
  public static String quote(byte[] bytes, int start, int end) {
    return "'" + excerpt(bytes, start, end) + "'";
  }

  /** The slice without control characters for a message, cut if it is long. */
  public static String excerpt(byte[] bytes, int start, int end) {
    return excerpt(bytes, start, end, EXCERPT_BYTES);
  }

  /** The slice without control characters for a message, cut if it is long. */
  public static String excerpt(byte[] bytes, int start, int end, int maxBytes) {
    boolean cut = end - start > maxBytes;
    int to = cut ? start + maxBytes : end;
    while (cut && to > start && (bytes[to] & 0xc0) == 0x80) {
      to--;
    }
    String text = new String(bytes, start, to - start, StandardCharsets.UTF_8);
    return printable(text) + (cut ? "…" : "");
  }

  /** The text without control characters for a message, cut if it is long. */
  public static String excerpt(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return excerpt(bytes, 0, bytes.length);
  }

  /** The text without the blanks around it. */
  public static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** Why no warehouse stores a text, or null if they do. */
  public static @Nullable String refuse(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return "expected text without NUL but found one";
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return "expected text but found half of a surrogate pair";
      }
    }
    return null;
  }

  /** The text with a replacement character in the place of each control character. */
  public static String printable(String text) {
    return CONTROL.matcher(text).replaceAll("\ufffd");
  }
}
