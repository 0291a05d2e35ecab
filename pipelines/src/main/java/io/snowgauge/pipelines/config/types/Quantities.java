package io.snowgauge.pipelines.config.types;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.pipelines.config.types.PlainType.Parser;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amounts with a unit, within bounds that are written as values are: lengths of time ({@code 15
 * minutes}, {@code PT5M}), and numbers of bytes from 1 on ({@code 100 MB}, or a number alone).
 */
public final class Quantities {
  private static final Pattern QUANTITY = Pattern.compile("([0-9]+) *(.*)", Pattern.DOTALL);
  private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE);
  private static final Map<String, Duration> TIMES = new LinkedHashMap<>();
  private static final Map<String, Long> SIZES = new LinkedHashMap<>();

  static {
    time(Duration.ofMillis(1), "ms", "millisecond", "milliseconds");
    time(Duration.ofSeconds(1), "s", "second", "seconds");
    time(Duration.ofMinutes(1), "min", "minute", "minutes");
    time(Duration.ofHours(1), "h", "hour", "hours");
    time(Duration.ofDays(1), "d", "day", "days");
    SIZES.put("", 1L);
    SIZES.put("B", 1L);
    SIZES.put("kB", 1_000L);
    SIZES.put("MB", 1_000_000L);
    SIZES.put("GB", 1_000_000_000L);
    SIZES.put("TB", 1_000_000_000_000L);
    SIZES.put("KiB", 1L << 10);
    SIZES.put("MiB", 1L << 20);
    SIZES.put("GiB", 1L << 30);
    SIZES.put("TiB", 1L << 40);
  }

  private Quantities() {}

  private static void time(Duration unit, String... names) {
    for (String name : names) {
      TIMES.put(name, unit);
    }
  }

  /** A length of time that is not negative. */
  public static ValueType<Duration> duration() {
    return durations(
        Duration.ZERO,
        LONGEST,
        " such as '500 ms', '30 seconds', '15 minutes', '2 hours' or 'PT5M'");
  }

  /** A length of time of at least {@code min}. */
  public static ValueType<Duration> durationOfAtLeast(String min) {
    Duration least = time(min);
    String examples =
        least.compareTo(Duration.ofSeconds(30)) <= 0
            ? "'30 seconds', '15 minutes' or 'PT5M'"
            : least.compareTo(Duration.ofMinutes(5)) <= 0
                ? "'15 minutes', '2 hours' or 'PT5M'"
                : "'90 days' or '365 days'";
    return durations(least, LONGEST, " of at least " + min + " such as " + examples);
  }

  /**
   * A length of time between two.
   *
   * @param why the bounds are what they are, to follow them in messages
   */
  public static ValueType<Duration> duration(String min, String max, String why) {
    return durations(time(min), time(max), " from " + min + " to " + max + why);
  }

  private static ValueType<Duration> durations(Duration min, Duration max, String bounds) {
    String units = String.join("|", TIMES.keySet());
    String pattern = "^[0-9]+ *(" + units + ")$|^P[0-9DTHMS.]+$";
    return PlainType.of(
        "a duration" + bounds,
        Parser.within(min, max, text -> text.startsWith("P") ? Duration.parse(text) : time(text)),
        schema -> schema.put("type", "string").put("pattern", Texts.orReference(pattern)));
  }

  private static Duration time(String text) {
    Quantity<Duration> quantity = quantity(text, TIMES);
    return quantity.unit().multipliedBy(quantity.amount());
  }

  /** A number of bytes. */
  public static ValueType<Long> size() {
    return sizes(1, Long.MAX_VALUE, "");
  }

  /** A number of bytes of at most {@code max}. */
  public static ValueType<Long> sizeOfAtMost(String max) {
    return sizes(1, bytes(max), " of at most " + max);
  }

  /** A number of bytes between two. */
  public static ValueType<Long> size(String min, String max) {
    return sizes(bytes(min), bytes(max), " from " + min + " to " + max);
  }

  private static ValueType<Long> sizes(long min, long max, String bounds) {
    return PlainType.of(
            "a size" + bounds + " such as '100 MB', '16 MiB' or '1024' (bytes)",
            Parser.within(min, max, Quantities::bytes),
            schema -> describeSize(schema, min, max))
        .in(JsonForm.TEXT_OR_INTEGER);
  }

  private static long bytes(String text) {
    Quantity<Long> quantity = quantity(text, SIZES);
    return Math.multiplyExact(quantity.amount(), quantity.unit());
  }

  private static void describeSize(ObjectNode schema, long min, long max) {
    ArrayNode alternatives = schema.putArray("anyOf");
    ObjectNode number = alternatives.addObject().put("type", "integer").put("minimum", min);
    if (max < Long.MAX_VALUE) {
      number.put("maximum", max);
    }
    String units = String.join("|", SIZES.keySet()).substring(1); // The first has no name.
    alternatives
        .addObject()
        .put("type", "string")
        .put("pattern", Texts.orReference("^0*[1-9][0-9]* *(" + units + ")?$"));
  }

  private record Quantity<T>(long amount, T unit) {}

  private static <T> Quantity<T> quantity(String text, Map<String, T> units) {
    Matcher quantity = QUANTITY.matcher(text);
    T unit = quantity.matches() ? units.get(quantity.group(2)) : null;
    if (unit == null) {
      throw new NumberFormatException(text);
    }
    return new Quantity<>(Long.parseLong(quantity.group(1)), unit);
  }
}
