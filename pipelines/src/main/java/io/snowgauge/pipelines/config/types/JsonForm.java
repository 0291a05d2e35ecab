package io.snowgauge.pipelines.config.types;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON types that a configuration file may use for a value. */
public enum JsonForm {
  /** A string. */
  TEXT,
  /** A number without a fraction. */
  INTEGER,
  /** A number. */
  NUMBER,
  /** True or false. */
  BOOLEAN,
  /** A string, or a number without a fraction. */
  TEXT_OR_INTEGER,
  /** A string, a number without a fraction, or a boolean. */
  SCALAR,
  /** An array of strings, none of which has a comma. */
  LIST,
  /** The same with at least one string, which may be empty: a list without any is none. */
  LIST_WITH_EMPTY,
  /** A string, or an array of strings, none of which has a comma. */
  TEXT_OR_LIST;

  /** The value as the environment would give it, or null if it is of another type. */
  public @Nullable String text(JsonNode node) {
    return switch (this) {
      case TEXT -> node.textValue();
      case INTEGER -> integer(node);
      case NUMBER -> node.isNumber() ? node.asText() : null;
      case BOOLEAN -> node.isBoolean() ? node.asText() : null;
      case TEXT_OR_INTEGER -> node.isTextual() ? node.textValue() : integer(node);
      case SCALAR -> node.isBoolean() ? node.asText() : TEXT_OR_INTEGER.text(node);
      case LIST -> list(node);
      case LIST_WITH_EMPTY -> node.isEmpty() ? null : list(node);
      case TEXT_OR_LIST -> node.isTextual() ? node.textValue() : list(node);
    };
  }

  private static @Nullable String integer(JsonNode node) {
    if (!node.isNumber() || !node.canConvertToExactIntegral()) {
      return null;
    }
    return node.canConvertToLong() ? Long.toString(node.longValue()) : node.asText();
  }

  private static @Nullable String list(JsonNode node) {
    List<String> items = new ArrayList<>();
    for (JsonNode item : node) {
      if (!item.isTextual() || item.textValue().indexOf(',') >= 0) {
        return null;
      }
      items.add(item.textValue());
    }
    return node.isArray() ? String.join(",", items) : null;
  }
}
