package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** True or false. */
record BooleanType() implements ValueType<Boolean> {
  @Override
  public String expectation() {
    return "true or false";
  }

  @Override
  public JsonForm jsonForm() {
    return JsonForm.BOOLEAN;
  }

  @Override
  public Boolean parse(String text, ValueContext context) throws InvalidValueException {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw InvalidValueException.expected(expectation(), ShownValue.text(text));
  }

  @Override
  public void describe(ObjectNode schema) {
    schema.put("type", "boolean");
  }
}
