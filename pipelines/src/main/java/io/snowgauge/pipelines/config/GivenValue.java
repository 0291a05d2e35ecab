package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * A value as it was given.
 *
 * @param json as in the file; a text where it is from elsewhere
 * @param source the environment variable or option that gave it, or null for the file
 */
record GivenValue(JsonNode json, @Nullable String source) {
  static GivenValue from(String source, String text) {
    return new GivenValue(TextNode.valueOf(text), source);
  }

  /** Its text, which a file must write as the type says. */
  String text(ValueType<?> type) throws InvalidValueException {
    String text = source == null ? type.jsonForm().text(json) : json.textValue();
    if (text == null) {
      throw InvalidValueException.expected(
          type.expectation(), type.isSecret() ? ShownValue.kind(json) : ShownValue.json(json));
    }
    return text;
  }

  /** What a message about it ends with. */
  String origin() {
    return source == null ? "" : " (from " + source + ")";
  }
}
