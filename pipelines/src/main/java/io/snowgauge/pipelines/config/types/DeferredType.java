package io.snowgauge.pipelines.config.types;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/**
 * Texts that may hold secrets: no message says what was found.
 *
 * @param <T> what text becomes
 * @param expectation what a value must be, as messages say it after "expected"
 * @param jsonForm how a configuration file writes it
 * @param parser what a text means
 * @param schema adds what a JSON Schema can say about it
 */
record DeferredType<T extends Deferred>(
    String expectation, JsonForm jsonForm, Parser<T> parser, Consumer<ObjectNode> schema)
    implements ValueType<T> {

  interface Parser<T> {
    T parse(String text, ValueContext context) throws InvalidValueException;
  }

  @Override
  public T parse(String text, ValueContext context) throws InvalidValueException {
    return parser.parse(text, context);
  }

  @Override
  public String show(T value, String text) {
    return value.toString();
  }

  @Override
  public String portable(T value, String text) {
    return value.portable();
  }

  @Override
  public boolean isSecret() {
    return true;
  }

  @Override
  public boolean holdsSecret(T value) {
    return value.isLiteral();
  }

  @Override
  public void describe(ObjectNode node) {
    schema.accept(node);
  }
}
