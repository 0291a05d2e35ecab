package io.snowgauge.pipelines.config.types;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.pipelines.config.types.PlainType.Parser;
import java.math.BigDecimal;

/** Numbers within inclusive bounds, and what is true or false. */
public final class Numbers {
  /** True or false. */
  public static final ValueType<Boolean> BOOLEAN =
      PlainType.<Boolean>of(
              "true or false",
              (text, context) -> text.matches("true|false") ? Boolean.valueOf(text) : null,
              schema -> schema.put("type", "boolean"))
          .in(JsonForm.BOOLEAN);

  private Numbers() {}

  /** An integer. */
  public static ValueType<Integer> integer(int min, int max) {
    return PlainType.of(
            "an integer from " + min + " to " + max,
            Parser.within(min, max, Integer::valueOf),
            schema -> describe(schema, "integer", min).put("maximum", max))
        .in(JsonForm.INTEGER);
  }

  /** An integer without an upper bound but that of a long. */
  public static ValueType<Long> integerOfAtLeast(long min) {
    return PlainType.of(
            "an integer of at least " + min,
            Parser.within(min, Long.MAX_VALUE, Long::valueOf),
            schema -> describe(schema, "integer", min))
        .in(JsonForm.INTEGER);
  }

  /** A number, with a fraction or without. */
  public static ValueType<Double> number(long min, long max) {
    return PlainType.of(
            "a number from " + min + " to " + max,
            // Double.valueOf would also take NaN, hexadecimal digits and suffixes.
            Parser.within((double) min, (double) max, text -> new BigDecimal(text).doubleValue()),
            schema -> describe(schema, "number", min).put("maximum", max))
        .in(JsonForm.NUMBER);
  }

  private static ObjectNode describe(ObjectNode schema, String type, long min) {
    return schema.put("type", type).put("minimum", min);
  }
}
