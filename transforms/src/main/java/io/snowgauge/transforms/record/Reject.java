package io.snowgauge.transforms.record;

/**
 * A line that was refused, whole.
 *
 * @param line the physical line, from 1, where the logical line starts
 * @param column the character, from 1, in the logical line that the reason points at
 * @param reason what was expected and what was found
 * @param raw the physical text, cut at {@link #RAW_CHARACTERS} characters
 */
public record Reject(long line, int column, String reason, String raw) {
  /** How much of the physical text is kept. */
  public static final int RAW_CHARACTERS = 1000;

  /** The start of a physical text, as much as is kept. */
  public static String cut(CharSequence physical) {
    String text = physical.toString();
    return text.codePointCount(0, text.length()) <= RAW_CHARACTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, RAW_CHARACTERS));
  }
}
