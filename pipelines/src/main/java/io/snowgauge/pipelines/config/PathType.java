package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A path on this machine; becomes absolute. */
record PathType() implements ValueType<String> {
  @Override
  public String expectation() {
    return "a local path";
  }

  @Override
  public String parse(String text, ValueContext context) throws InvalidValueException {
    Location location = Location.parse(text, expectation());
    if (location.isUri()) {
      throw InvalidValueException.expected(expectation(), ShownValue.text(text));
    }
    return location.path(context.folder());
  }

  @Override
  public String show(String value, String text) {
    return value;
  }

  @Override
  public void describe(ObjectNode schema) {
    TextType.describeNonBlank(schema);
  }
}
