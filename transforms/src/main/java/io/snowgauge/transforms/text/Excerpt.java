package io.snowgauge.transforms.text;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * How text of a file is shown in messages: cut where it is long, and without control characters.
 */
public final class Excerpt {
  /** Longer excerpts are cut in messages. */
  private static final int EXCERPT_BYTES = 60;

  /** Not for terminals, on which Unicode's own line ends look like line feeds, nor for COPY. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]");

  private static final Pattern CONTROL_IN_LINES =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029&&[^\\n]]");

  private static final String REPLACEMENT = "\ufffd";
  private static final Pattern SPACE = Pattern.compile("[\\p{Zs}&&[^ ]]");

  private Excerpt() {}

  /** The slice in quotes for a message, cut if it is long. */
  public static String quoted(byte[] bytes, int start, int end) {
    return "'" + of(bytes, start, end) + "'";
  }

  /** The slice without control characters for a message, cut if it is long. */
  public static String of(byte[] bytes, int start, int end) {
    return of(bytes, start, end, EXCERPT_BYTES);
  }

  /** The slice without control characters for a message, cut if it is long. */
  public static String of(byte[] bytes, int start, int end, int maxBytes) {
    boolean cut = end - start > maxBytes;
    int to = cut ? start + maxBytes : end;
    while (cut && to > start && (bytes[to] & 0xc0) == 0x80) {
      to--;
    }
    String text = new String(bytes, start, to - start, StandardCharsets.UTF_8);
    return withVisibleSpaces(printable(text)) + (cut ? "…" : "");
  }

  /** The text without control characters for a message, cut if it is long. */
  public static String of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return of(bytes, 0, bytes.length);
  }

  /** Spaces that look like the one of ASCII are shown by their code points. */
  private static String withVisibleSpaces(String text) {
    return SPACE
        .matcher(text)
        .replaceAll(space -> String.format("<U+%04X>", space.group().codePointAt(0)));
  }

  /** The text with an escape in the place of each control character, where one has to be seen. */
  public static String escaped(String text) {
    return CONTROL
        .matcher(text)
        .replaceAll(control -> String.format("\\\\u%04x", control.group().codePointAt(0)));
  }

  /** The text with a replacement character in the place of each control character. */
  public static String printable(String text) {
    return CONTROL.matcher(text).replaceAll(REPLACEMENT);
  }

  /** The same for text of several lines on a terminal: they stay, and nothing else ends a line. */
  public static String printableLines(String text) {
    return CONTROL_IN_LINES.matcher(text).replaceAll(REPLACEMENT);
  }
}
