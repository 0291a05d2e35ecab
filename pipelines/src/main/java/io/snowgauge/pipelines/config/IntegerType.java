package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An integer within inclusive bounds. */
record IntegerType(long min, long max) implements ValueType<Long> {
  @Override
  public String expectation() {
    return isUnbounded()
        ? "an integer of at least " + min
        : "an integer from " + min + " to " + max;
  }

  private boolean isUnbounded() {
    return max == Long.MAX_VALUE;
  }

  @Override
  public JsonForm jsonForm() {
    return JsonForm.INTEGER;
  }

  @Override
  public Long parse(String text, ValueContext context) throws InvalidValueException {
    try {
      long value = Long.parseLong(text);
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
    schema.put("type", "integer").put("minimum", min);
    if (!isUnbounded()) {
      schema.put("maximum", max);
    }
  }
}
