package io.snowgauge.pipelines.config.types;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values that hold no secret.
 *
 * @param <T> what text becomes
 * @param expectation what a value must be, as messages say it after "expected"
 * @param jsonForm how a configuration file writes it
 * @param parser what a text means
 * @param shown how a value is shown; null where it is as it was given
 * @param schema adds what a JSON Schema can say about it
 */
public record PlainType<T>(
    String expectation,
    JsonForm jsonForm,
    Parser<T> parser,
    @Nullable Function<T, String> shown,
    Consumer<ObjectNode> schema)
    implements ValueType<T> {

  /** What a text means. */
  public interface Parser<T> {
    /**
     * The value. If the text is not what is expected, null or one of the exceptions by which Java's
     * own parsers say so.
     *
     * @throws InvalidValueException to say more than that
     */
    @Nullable T parse(String text, ValueContext context) throws InvalidValueException;

    /** The same within inclusive bounds. */
    static <T extends Comparable<T>> Parser<T> within(T min, T max, Function<String, T> parser) {
      return (text, context) -> {
        T value = parser.apply(text);
        return value.compareTo(min) >= 0 && value.compareTo(max) <= 0 ? value : null;
      };
    }
  }

  /** A text that is shown as it was given. */
  public static <T> PlainType<T> of(
      String expectation, Parser<T> parser, Consumer<ObjectNode> schema) {
    return new PlainType<>(expectation, JsonForm.TEXT, parser, null, schema);
  }

  /** The same in another form of JSON. */
  public PlainType<T> in(JsonForm form) {
    return new PlainType<>(expectation, form, parser, shown, schema);
  }

  /** The same, shown as the value says. */
  public PlainType<T> shownAs(Function<T, String> form) {
    return new PlainType<>(expectation, jsonForm, parser, form, schema);
  }

  @Override
  public T parse(String text, ValueContext context) throws InvalidValueException {
    T value;
    try {
      value = parser.parse(text, context);
    } catch (NumberFormatException | ArithmeticException | DateTimeException e) {
      value = null;
    }
    if (value == null) {
      throw InvalidValueException.expected(expectation, ShownValue.text(text));
    }
    return value;
  }

  @Override
  public String show(T value, String text) {
    return shown == null ? text : shown.apply(value);
  }

  @Override
  public void describe(ObjectNode node) {
    schema.accept(node);
  }
}
