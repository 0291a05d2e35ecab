package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** A length of time within bounds: {@code 15 minutes}, {@code 500 ms}, {@code PT5M}. */
final class DurationType implements ValueType<Duration> {
  private static final Duration UNBOUNDED = Duration.ofSeconds(Long.MAX_VALUE);
  private static final Map<String, ChronoUnit> UNITS = new LinkedHashMap<>();

  static {
    unit(ChronoUnit.MILLIS, "ms", "millisecond", "milliseconds");
    unit(ChronoUnit.SECONDS, "s", "second", "seconds");
    unit(ChronoUnit.MINUTES, "min", "minute", "minutes");
    unit(ChronoUnit.HOURS, "h", "hour", "hours");
    unit(ChronoUnit.DAYS, "d", "day", "days");
  }

  private static void unit(ChronoUnit unit, String... names) {
    for (String name : names) {
      UNITS.put(name, unit);
    }
  }

  private final Duration min;
  private final Duration max;
  private final String expectation;

  private DurationType(Duration min, Duration max, String expectation) {
    this.min = min;
    this.max = max;
    this.expectation = expectation;
  }

  /** Any that is not negative. */
  static DurationType unbounded() {
    return new DurationType(
        Duration.ZERO,
        UNBOUNDED,
        "a duration such as '500 ms', '30 seconds', '15 minutes', '2 hours' or 'PT5M'");
  }

  /** At least {@code bound}, which is written like a value. */
  static DurationType atLeast(String bound) {
    return new DurationType(
        quantity(bound),
        UNBOUNDED,
        "a duration of at least " + bound + " such as '30 seconds', '15 minutes' or 'PT5M'");
  }

  /**
   * Between two, which are written like values.
   *
   * @param why the bounds are what they are, to follow them in messages
   */
  static DurationType between(String min, String max, String why) {
    return new DurationType(
        quantity(min), quantity(max), "a duration from " + min + " to " + max + why);
  }

  @Override
  public String expectation() {
    return expectation;
  }

  @Override
  public Duration parse(String text, ValueContext context) throws InvalidValueException {
    try {
      Duration duration = text.startsWith("P") ? Duration.parse(text) : quantity(text);
      if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
        return duration;
      }
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      // Refused below, as one out of bounds is.
    }
    throw InvalidValueException.expected(expectation(), ShownValue.text(text));
  }

  private static Duration quantity(String text) {
    Quantity quantity = Quantity.of(text);
    ChronoUnit unit = UNITS.get(quantity.unit());
    if (unit == null) {
      throw new NumberFormatException(quantity.unit());
    }
    return Duration.of(quantity.amount(), unit);
  }

  @Override
  public void describe(ObjectNode schema) {
    String units = String.join("|", UNITS.keySet());
    schema
        .put("type", "string")
        .put("pattern", "^[0-9]+ *(" + units + ")$|^P[0-9DTHMS.]+$|" + Reference.PATTERN);
  }
}
