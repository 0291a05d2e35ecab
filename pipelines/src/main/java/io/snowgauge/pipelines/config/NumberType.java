package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/** A number within inclusive bounds. */
record NumberType(long min, long max) implements ValueType<Double> {
  @Override
  public String expectation() {
    return "a number from " + min + " to " + max;
  }

  @Override
  public JsonForm jsonForm() {
    return JsonForm.NUMBER;
  }

  @Override
  public Double parse(String text, ValueContext context) throws InvalidValueException {
    try {
      // Double.parseDouble would also take NaN, hexadecimal digits and suffixes.
      double value = new BigDecimal(text).doubleValue();
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Refused below, as a number out of bounds is.
    }
    throw InvalidValueException.expected(expectation(), ShownValue.text(text));
  }

  @Override
  public void describe(ObjectNode schema) {
    schema.put("type", "number").put("minimum", min).put("maximum", max);
  }
}
