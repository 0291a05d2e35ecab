package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** A length of time that is not negative: {@code 15 minutes}, {@code 500 ms}, {@code PT5M}. */
final class DurationType implements ValueType<Duration> {
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

  @Override
  public String expectation() {
    return "a duration such as '500 ms', '30 seconds', '15 minutes', '2 hours' or 'PT5M'";
  }

  @Override
  public Duration parse(String text, ValueContext context) throws InvalidValueException {
    try {
      Duration duration = text.startsWith("P") ? Duration.parse(text) : quantity(text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      // Refused below, as a negative one is.
    }
    throw InvalidValueException.expected(expectation(), Found.text(text));
  }

  private Duration quantity(String text) throws InvalidValueException {
    Quantity quantity = Quantity.of(text);
    ChronoUnit unit = UNITS.get(quantity.unit());
    if (unit == null) {
      throw InvalidValueException.expected(expectation(), Found.text(text));
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
