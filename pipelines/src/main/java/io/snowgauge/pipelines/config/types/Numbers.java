package io.snowgauge.pipelines.config.types;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers within inclusive bounds, and what is true or false. */
public final class Numbers {
  /** True or false. */
  public static final ValueType<Boolean> BOOLEAN =
      PlainType.<Boolean>of(
              "true or false",
              (text, context) ->
                  text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : null,
              schema -> schema.put("type", "boolean"))
          .in(JsonForm.BOOLEAN);

  private Numbers() {}

  /** An integer of an int. */
  public static ValueType<Integer> integer(int min, int max) {
    return integers(min, max, "an integer from " + min + " to " + max, Math::toIntExact);
  }

  /** An integer without an upper bound but that of a long. */
  public static ValueType<Long> integerOfAtLeast(long min) {
    return integers(min, Long.MAX_VALUE, "an integer of at least " + min, Long::valueOf);
  }

  private interface Narrowing<T> {
    T of(long value);
  }

  private static <T> ValueType<T> integers(
      long min, long max, String expectation, Narrowing<T> narrowing) {
    return PlainType.<T>of(
            expectation,
            (text, context) -> {
              Long value = parsed(text);
              return value == null || value < min || value > max ? null : narrowing.of(value);
            },
            schema -> {
              schema.put("type", "integer").put("minimum", min);
              if (max < Long.MAX_VALUE) {
                schema.put("maximum", max);
              }
            })
        .in(JsonForm.INTEGER);
  }

  private static @Nullable Long parsed(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A number, with a fraction or without. */
  public static ValueType<Double> number(long min, long max) {
    return PlainType.<Double>of(
            "a number from " + min + " to " + max,
            (text, context) -> {
              try {
                // Double.parseDouble would also take NaN, hexadecimal digits and suffixes.
                double value = new BigDecimal(text).doubleValue();
                return value >= min && value <= max ? value : null;
              } catch (NumberFormatException e) {
                return null;
              }
            },
            schema -> schema.put("type", "number").put("minimum", min).put("maximum", max))
        .in(JsonForm.NUMBER);
  }
}
