package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Any text that is not blank. */
record TextType(String expectation) implements ValueType<String> {
  @Override
  public String parse(String text, ValueContext context) throws InvalidValueException {
    if (text.isBlank()) {
      throw InvalidValueException.expected(expectation, ShownValue.text(text));
    }
    return text;
  }

  @Override
  public void describe(ObjectNode schema) {
    describeNonBlank(schema);
  }

  static void describeNonBlank(ObjectNode schema) {
    schema.put("type", "string").put("pattern", "\\S");
  }
}
