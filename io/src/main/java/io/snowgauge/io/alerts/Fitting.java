package io.snowgauge.io.alerts;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Texts within the limits of those who take them. */
final class Fitting {
  /** So that a message stays one that somebody reads. */
  private static final int MOST_LINES = 20;

  /** Room for the line that says how many more there are. */
  private static final int MORE = 20;

  private Fitting() {}

  /** The first characters of a text; surrogates stay together. */
  static String cut(String text, int most) {
    if (text.codePointCount(0, text.length()) <= most) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }

  /**
   * The first lines, and how many more there are.
   *
   * @param most how large all of them may be
   * @param size of a line, without its end
   */
  static List<String> lines(List<String> lines, int most, ToIntFunction<String> size) {
    List<String> fitting = new ArrayList<>();
    int left = most - MORE;
    for (String line : lines) {
      left -= size.applyAsInt(line) + 1;
      if (left < 0 || fitting.size() == MOST_LINES) {
        fitting.add("and " + (lines.size() - fitting.size()) + " more");
        break;
      }
      fitting.add(line);
    }
    return fitting;
  }
}
