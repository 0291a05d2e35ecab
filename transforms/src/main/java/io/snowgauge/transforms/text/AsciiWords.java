package io.snowgauge.transforms.text;

/** Words and the blanks between them, in bytes or text; ASCII letters of either case are equal. */
public final class AsciiWords {
  private AsciiWords() {}

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

  /** Whether the slice is {@code word}, as it is written. */
  public static boolean matches(byte[] bytes, int start, int end, String word) {
    if (end - start != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (bytes[start + i] != word.charAt(i)) {
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
}
