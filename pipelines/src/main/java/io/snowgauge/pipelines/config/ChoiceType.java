package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** One of a few names. */
final class ChoiceType<T> implements ValueType<T> {
  private final Map<String, T> choices = new LinkedHashMap<>();
  private final boolean ignoresCase;

  private ChoiceType(boolean ignoresCase) {
    this.ignoresCase = ignoresCase;
  }

  static ChoiceType<String> of(String... names) {
    ChoiceType<String> type = new ChoiceType<>(false);
    for (String name : names) {
      type.choices.put(name, name);
    }
    return type;
  }

  static ChoiceType<String> inAnyCase(String name) {
    ChoiceType<String> type = new ChoiceType<>(true);
    type.choices.put(name, name);
    return type;
  }

  static <T> ChoiceType<T> of(T[] values, Function<T, String> name) {
    return of(false, values, name);
  }

  static <T> ChoiceType<T> inAnyCase(T[] values, Function<T, String> name) {
    return of(true, values, name);
  }

  private static <T> ChoiceType<T> of(boolean ignoresCase, T[] values, Function<T, String> name) {
    ChoiceType<T> type = new ChoiceType<>(ignoresCase);
    for (T value : values) {
      type.choices.put(name.apply(value), value);
    }
    return type;
  }

  /** The names, in the order of their declaration. */
  Set<String> names() {
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
    for (Map.Entry<String, T> choice : choices.entrySet()) {
      if (choice.getValue().equals(value)) {
        return choice.getKey();
      }
    }
    throw new IllegalArgumentException("no choice: " + value);
  }

  @Override
  public void describe(ObjectNode schema) {
    ArrayNode alternatives = schema.put("type", "string").putArray("anyOf");
    if (ignoresCase) {
      choices
          .keySet()
          .forEach(name -> alternatives.addObject().put("pattern", "^" + anyCase(name) + "$"));
    } else {
      ArrayNode names = alternatives.addObject().putArray("enum");
      choices.keySet().forEach(names::add);
    }
    alternatives.addObject().put("pattern", Reference.PATTERN);
  }

  /** A regular expression for a name of letters, digits, '-' and '_', in any case. */
  static String anyCase(String name) {
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
