package io.snowgauge.pipelines.page;

import java.time.Duration;
import java.util.Locale;

/** Numbers as the page writes them. */
final class Quantity {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private Quantity() {}

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Small ones with a digit behind the point. */
  static String number(double number) {
    return number < 10 && number != Math.rint(number)
        ? String.format(Locale.ROOT, "%.1f", number)
        : String.format(Locale.ROOT, "%,.0f", number);
  }

  /** By decimal units. */
  static String bytes(double bytes) {
    int unit = 0;
    double left = bytes;
    while (left >= 1000 && unit < UNITS.length - 1) {
      left /= 1000;
      unit++;
    }
    return (unit == 0 ? number(Math.rint(left)) : String.format(Locale.ROOT, "%.1f", left))
        + " "
        + UNITS[unit];
  }

  /** By its two largest units. */
  static String time(long millis) {
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    Duration time = Duration.ofMillis(millis);
    return time.toHours() == 0
        ? "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart())
        : "%d h %d min".formatted(time.toHours(), time.toMinutesPart());
  }

  /** Such as {@code 12.5%}; nothing of nothing is nothing. */
  static String percent(long part, long whole) {
    return String.format(
        Locale.ROOT, "%.1f%%", whole <= 0 ? 0 : Math.min(100, 100.0 * part / whole));
  }
}
