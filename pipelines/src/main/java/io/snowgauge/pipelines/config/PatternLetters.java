package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.types.InvalidValueException;
import io.snowgauge.pipelines.config.types.ShownValue;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.tabular.TemporalPattern;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The letters of {@link DateTimeFormatter} that a pattern for dates or timestamps needs. */
final class PatternLetters {
  private static final Set<Integer> YEARS = letters("yu");
  private static final Set<Integer> MONTHS = letters("ML");
  private static final Set<Integer> HALF_DAY_HOURS = letters("hK");
  private static final Set<Integer> HALVES = letters("aB");

  private PatternLetters() {}

  /**
   * The pattern, if it says which day it is, where it is not of times of day, and of an hour from 1
   * to 12 which half of it.
   *
   * @throws InvalidValueException with what was expected and found
   */
  static String check(String pattern, ColumnType type) throws InvalidValueException {
    try {
      DateTimeFormatter unused = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    } catch (IllegalArgumentException e) {
      throw InvalidValueException.expected(
          "a pattern of java.time.format.DateTimeFormatter",
          ShownValue.text(pattern) + ": " + e.getMessage());
    }
    Set<Integer> letters = letters(pattern.replaceAll("'[^']*'?", ""));
    if (type.kind() != ColumnType.Kind.TIME) {
      requireADay(letters, pattern);
    }
    if (containsAny(letters, HALF_DAY_HOURS) && !containsAny(letters, HALVES)) {
      throw InvalidValueException.expected(
          "a pattern with AM or PM (a) beside the hour, or with hours from 0 to 23 (H),",
          ShownValue.text(pattern));
    }
    try {
      TemporalPattern.check(pattern, type);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(String.valueOf(e.getMessage()));
    }
    return pattern;
  }

  private static void requireADay(Set<Integer> letters, String pattern)
      throws InvalidValueException {
    boolean hasDay =
        letters.contains((int) 'D')
            || (letters.contains((int) 'd') && containsAny(letters, MONTHS));
    if (!hasDay || !containsAny(letters, YEARS)) {
      throw InvalidValueException.expected(
          "a pattern with year (y), month (M) and day (d), or year and day of year (D),",
          ShownValue.text(pattern));
    }
  }

  private static Set<Integer> letters(String text) {
    return text.chars().boxed().collect(Collectors.toUnmodifiableSet());
  }

  private static boolean containsAny(Set<Integer> letters, Set<Integer> wanted) {
    return letters.stream().anyMatch(wanted::contains);
  }
}
