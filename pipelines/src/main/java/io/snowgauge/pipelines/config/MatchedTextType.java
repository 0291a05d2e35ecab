package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/**
 * Text of a form.
 *
 * @param expectation of values
 * @param form a regular expression for the whole text, of what Java and JSON Schema have in common
 */
record MatchedTextType(String expectation, Pattern form) implements ValueType<String> {
  static MatchedTextType of(String expectation, String form) {
    return new MatchedTextType(expectation, Pattern.compile(form));
  }

  @Override
  public String parse(String text, ValueContext context) throws InvalidValueException {
    if (!form.matcher(text).matches()) {
      throw InvalidValueException.expected(expectation, ShownValue.text(text));
    }
    return text;
  }

  @Override
  public void describe(ObjectNode schema) {
    schema.put("type", "string").put("pattern", "^(" + form + ")$|" + Reference.PATTERN);
  }
}
