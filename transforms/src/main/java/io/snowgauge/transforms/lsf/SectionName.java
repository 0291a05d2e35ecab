package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.text.AsciiWords;
import io.snowgauge.transforms.text.Excerpt;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The name of a section.
 *
 * @param shown for messages, cut if it is long
 * @param folded to be compared: each byte as a character, in lower case
 */
record SectionName(String shown, String folded) {
  private static final int NEAR = 2;

  /** The name that is the word {@code [start, end)}. */
  static SectionName of(byte[] bytes, int start, int end) {
    String name = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    return new SectionName(Excerpt.of(bytes, start, end), AsciiWords.lowerCase(name));
  }

  /** Whether the sections of that name are those. */
  boolean is(LsfSection section) {
    return folded.equals(section.folded());
  }

  /** Whether sections of that name are documented for {@code lsb.users}. */
  boolean isOfTheFormat() {
    return Arrays.stream(LsfSection.values()).anyMatch(this::is);
  }

  boolean isSame(SectionName other) {
    return folded.equals(other.folded);
  }

  /** Whether words that name no section of the format are likely meant to name that one. */
  static boolean isNearly(LsfSection section, byte[] bytes, int start, int end) {
    String name = section.folded();
    StringBuilder letters = new StringBuilder();
    for (int i = start; i < end && letters.length() <= name.length() + NEAR; i++) {
      if (Character.isLetterOrDigit(bytes[i]) && bytes[i] > 0) {
        letters.append((char) bytes[i]);
      }
    }
    return edits(AsciiWords.lowerCase(letters.toString()), name) <= NEAR;
  }

  /** How many characters must be added, removed or replaced to get one text from the other. */
  private static int edits(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int k = 0; k < previous.length; k++) {
      previous[k] = k;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] current = new int[previous.length];
      current[0] = i;
      for (int k = 1; k < current.length; k++) {
        int replaced = previous[k - 1] + (from.charAt(i - 1) == to.charAt(k - 1) ? 0 : 1);
        current[k] = Math.min(replaced, 1 + Math.min(previous[k], current[k - 1]));
      }
      previous = current;
    }
    return previous[to.length()];
  }

  @Override
  public String toString() {
    return shown;
  }
}
