package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A reference to a secret, or the secret itself. No message of it says what was found. */
record SecretType() implements ValueType<SecretReference> {
  @Override
  public String expectation() {
    return "a reference to a secret, " + Reference.FORMS + ",";
  }

  @Override
  public SecretReference parse(String text, ValueContext context) throws InvalidValueException {
    if (text.isEmpty()) {
      throw InvalidValueException.expected(expectation(), "an empty text");
    }
    if (!text.startsWith(Reference.START) && !Reference.occursIn(text)) {
      return SecretReference.literal(context.key(), text);
    }
    if (text.startsWith(Reference.START) && text.indexOf('}') == text.length() - 1) {
      try {
        return SecretReference.to(context.key(), Reference.parse(text, 0, context.folder()));
      } catch (InvalidValueException e) {
        // Its message would show the text, which may be the secret.
      }
    }
    throw InvalidValueException.expected(
        expectation(), "'" + Reference.START + "' in another form");
  }

  @Override
  public String show(SecretReference value, String text) {
    return value.toString();
  }

  @Override
  public String portable(SecretReference value, String text) {
    return value.portable();
  }

  @Override
  public boolean isSecret() {
    return true;
  }

  @Override
  public void describe(ObjectNode schema) {
    schema.put("type", "string").put("minLength", 1);
  }
}
