package io.snowgauge.pipelines.config.types;

import com.fasterxml.jackson.databind.JsonNode;
import io.snowgauge.transforms.text.Excerpt;

/** How messages show what was found. */
public final class ShownValue {
  private static final int SHOWN_CHARACTERS = 100;

  private ShownValue() {}

  /** Text in quotes, on one line, cut where it is long. */
  public static String text(String text) {
    return "'" + name(text) + "'";
  }

  /** The same without quotes, for the last part of a key that is refused. */
  public static String name(String text) {
    int end = Math.min(text.length(), SHOWN_CHARACTERS);
    return Excerpt.escaped(text.substring(0, end)) + (end < text.length() ? "…" : "");
  }

  /** A JSON value where another type of value was expected. */
  public static String json(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> "the text " + text(node.textValue());
      case NUMBER, BOOLEAN -> node.asText();
      default -> kind(node);
    };
  }

  /** What a JSON value is, without saying it. */
  public static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      default -> "null";
    };
  }
}
