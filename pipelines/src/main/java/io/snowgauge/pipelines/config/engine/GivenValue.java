package io.snowgauge.pipelines.config.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.snowgauge.pipelines.config.types.InvalidValueException;
import io.snowgauge.pipelines.config.types.ShownValue;
import io.snowgauge.pipelines.config.types.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * A value as it was given.
 *
 * @param json as in the file; a text where it is from elsewhere
 * @param source the environment variable or option that gave it, or null for the file
 */
public record GivenValue(JsonNode json, @Nullable String source) {
  /** A text that something else than the file gives. */
  public static GivenValue from(String source, String text) {
    return new GivenValue(TextNode.valueOf(text), source);
  }

  /**
   * Its text.
   *
   * @throws InvalidValueException if the file does not write it as the type says
   */
  public String text(ValueType<?> type) throws InvalidValueException {
    String text = source == null ? type.jsonForm().text(json) : json.textValue();
    if (text == null) {
      throw InvalidValueException.expected(
          type.expectation(), type.isSecret() ? ShownValue.kind(json) : ShownValue.json(json));
    }
    return text;
  }

  /** What a message about it ends with. */
  public String origin() {
    return source == null ? "" : " (from " + source + ")";
  }
}
