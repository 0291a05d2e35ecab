package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** A number of bytes from 1 on: {@code 100 MB}, {@code 16 MiB}, or a number alone. */
final class SizeType implements ValueType<Long> {
  private static final Map<String, Long> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("B", 1L);
    UNITS.put("kB", 1_000L);
    UNITS.put("MB", 1_000_000L);
    UNITS.put("GB", 1_000_000_000L);
    UNITS.put("TB", 1_000_000_000_000L);
    UNITS.put("KiB", 1L << 10);
    UNITS.put("MiB", 1L << 20);
    UNITS.put("GiB", 1L << 30);
    UNITS.put("TiB", 1L << 40);
  }

  private final long min;
  private final long max;
  private final String bound;

  private SizeType(long min, long max, String bound) {
    this.min = min;
    this.max = max;
    this.bound = bound;
  }

  static SizeType unbounded() {
    return new SizeType(1, Long.MAX_VALUE, "");
  }

  /** At most {@code bound}, which is written like a value. */
  static SizeType atMost(String bound) {
    return new SizeType(1, bytes(bound), " of at most " + bound);
  }

  /** Between two, which are written like values. */
  static SizeType between(String min, String max) {
    return new SizeType(bytes(min), bytes(max), " from " + min + " to " + max);
  }

  @Override
  public String expectation() {
    return "a size" + bound + " such as '100 MB', '16 MiB' or '1024' (bytes)";
  }

  @Override
  public JsonForm jsonForm() {
    return JsonForm.TEXT_OR_INTEGER;
  }

  @Override
  public Long parse(String text, ValueContext context) throws InvalidValueException {
    try {
      long bytes = bytes(text);
      if (bytes >= min && bytes <= max) {
        return bytes;
      }
    } catch (NumberFormatException | ArithmeticException e) {
      // Refused below, as a size out of bounds is.
    }
    throw InvalidValueException.expected(expectation(), ShownValue.text(text));
  }

  private static long bytes(String text) {
    Quantity quantity = Quantity.of(text);
    Long unit = quantity.unit().isEmpty() ? Long.valueOf(1) : UNITS.get(quantity.unit());
    if (unit == null) {
      throw new NumberFormatException(quantity.unit());
    }
    return Math.multiplyExact(quantity.amount(), unit);
  }

  @Override
  public void describe(ObjectNode schema) {
    ArrayNode alternatives = schema.putArray("anyOf");
    ObjectNode number = alternatives.addObject().put("type", "integer").put("minimum", min);
    if (max < Long.MAX_VALUE) {
      number.put("maximum", max);
    }
    String units = String.join("|", UNITS.keySet());
    alternatives
        .addObject()
        .put("type", "string")
        .put("pattern", "^0*[1-9][0-9]* *(" + units + ")?$|" + Reference.PATTERN);
  }
}
