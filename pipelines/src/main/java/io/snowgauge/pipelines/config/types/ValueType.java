package io.snowgauge.pipelines.config.types;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What values a setting takes: how a file writes them, what text means, what the JSON Schema says.
 *
 * @param <T> what text becomes
 */
public interface ValueType<T> {
  /** What a value must be, as messages say it after "expected". */
  String expectation();

  /** How a configuration file writes it. */
  default JsonForm jsonForm() {
    return JsonForm.TEXT;
  }

  /**
   * The value that a text means.
   *
   * @throws InvalidValueException with what was expected and found
   */
  T parse(String text, ValueContext context) throws InvalidValueException;

  /** How the flat dictionary shows a value that was given as {@code text}. */
  default String show(T value, String text) {
    return text;
  }

  /**
   * The text that means the same to another process.
   *
   * @throws IllegalArgumentException if the value is a secret itself
   */
  default String portable(T value, String text) {
    return show(value, text);
  }

  /** Whether values must not be shown; their references are resolved each time they are used. */
  default boolean isSecret() {
    return false;
  }

  /** Whether the value is a secret itself, or has one in it, and not only references. */
  default boolean holdsSecret(T value) {
    return false;
  }

  /** Adds what a JSON Schema can say about it. */
  void describe(ObjectNode schema);
}
