package io.snowgauge.pipelines.config.types;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.commons.text.CaseUtils;

/** One of a few names. */
public final class Choice<T> implements ValueType<T> {
  private final Map<String, T> choices = new LinkedHashMap<>();
  private final boolean ignoresCase;

  private Choice(T[] values, Function<T, String> name, boolean ignoresCase) {
    this.ignoresCase = ignoresCase;
    for (T value : values) {
      choices.put(name.apply(value), value);
    }
  }

  /** One of these texts. */
  public static Choice<String> of(String... names) {
    return new Choice<>(names, name -> name, false);
  }

  /** One of the constants, {@code KEY_PAIR} being written keyPair. */
  public static <E extends Enum<E>> Choice<E> of(Class<E> type) {
    return of(
        type.getEnumConstants(), constant -> CaseUtils.toCamelCase(constant.name(), false, '_'));
  }

  /** One of the values, by their names. */
  public static <T> Choice<T> of(T[] values, Function<T, String> name) {
    return new Choice<>(values, name, false);
  }

  /** One of the values, by their names in any case. */
  public static <T> Choice<T> inAnyCase(T[] values, Function<T, String> name) {
    return new Choice<>(values, name, true);
  }

  /** The names, in the order of their declaration. */
  public Set<String> names() {
    return Collections.unmodifiableSet(choices.keySet());
  }

  @Override
  public String expectation() {
    return (choices.size() == 1 ? "" : "one of ") + String.join(", ", choices.keySet());
  }

  @Override
  public T parse(String text, ValueContext context) throws InvalidValueException {
    for (Map.Entry<String, T> choice : choices.entrySet()) {
      String name = choice.getKey();
      if (ignoresCase ? name.equalsIgnoreCase(text) : name.equals(text)) {
        return choice.getValue();
      }
    }
    throw InvalidValueException.expected(expectation(), ShownValue.text(text));
  }

  @Override
  public String show(T value, String text) {
    return choices.keySet().stream()
        .filter(name -> value.equals(choices.get(name)))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void describe(ObjectNode schema) {
    ArrayNode alternatives = schema.put("type", "string").putArray("anyOf");
    if (ignoresCase) {
      names().forEach(name -> alternatives.addObject().put("pattern", "^" + anyCase(name) + "$"));
    } else {
      ArrayNode names = alternatives.addObject().putArray("enum");
      names().forEach(names::add);
    }
    alternatives.addObject().put("pattern", Reference.PATTERN);
  }

  /** A regular expression for a name of letters, digits, '-' and '_', in any case. */
  public static String anyCase(String name) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      String c = name.substring(i, i + 1);
      String upper = c.toUpperCase(Locale.ROOT);
      String lower = c.toLowerCase(Locale.ROOT);
      pattern.append(upper.equals(lower) ? c : "[" + upper + lower + "]");
    }
    return pattern.toString();
  }
}
