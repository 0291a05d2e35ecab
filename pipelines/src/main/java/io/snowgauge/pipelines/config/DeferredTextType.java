package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Any text, with references in it or not, that is resolved where it is used. */
record DeferredTextType() implements ValueType<DeferredText> {
  @Override
  public String expectation() {
    return "a text, a number without a fraction or a boolean";
  }

  @Override
  public JsonForm jsonForm() {
    return JsonForm.SCALAR;
  }

  @Override
  public DeferredText parse(String text, ValueContext context) throws InvalidValueException {
    int start = text.indexOf(Reference.START);
    while (start >= 0) {
      int end = text.indexOf('}', start);
      try {
        Reference.parse(text, start, context.folder());
      } catch (InvalidValueException e) {
        // Its message would show the text, which may be a secret.
        throw InvalidValueException.expected(
            Reference.FORMS, "another text that starts with '" + Reference.START + "'");
      }
      start = text.indexOf(Reference.START, end);
    }
    return new DeferredText(context.key(), text, context.folder().toString());
  }

  @Override
  public String show(DeferredText value, String text) {
    return value.toString();
  }

  /** Many are, and all are resolved late. */
  @Override
  public boolean isSecret() {
    return true;
  }

  @Override
  public void describe(ObjectNode schema) {
    schema.putArray("type").add("string").add("integer").add("boolean");
  }
}
