package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.types.Choice;
import io.snowgauge.pipelines.config.types.InvalidValueException;
import io.snowgauge.pipelines.config.types.PlainType;
import io.snowgauge.pipelines.config.types.ShownValue;
import io.snowgauge.pipelines.config.types.Suggestions;
import io.snowgauge.pipelines.config.types.Texts;
import io.snowgauge.pipelines.config.types.ValueType;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.tabular.InputColumn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code TYPE [FORMAT 'pattern'] [NOT NULL] [OPTIONAL]}, what is behind the type in any
 * order, words in any case. A quote in the pattern is written twice.
 */
final class InputColumnParser {
  private static final String A_TYPE =
      "a type such as STRING, INTEGER, NUMBER(10,2), FLOAT, BOOLEAN, DATE or TIMESTAMP";

  /** The types that have nothing but a name, by name. */
  private static final Map<String, ColumnType> PLAIN = new LinkedHashMap<>();

  /** The types that may have a FORMAT, by name. */
  private static final Map<String, ColumnType> TEMPORAL = new LinkedHashMap<>();

  /** The names of the type that may have a precision and a scale. */
  private static final List<String> NUMBERS = List.of("NUMBER", "DECIMAL", "NUMERIC");

  static {
    name(PLAIN, ColumnType.STRING, "STRING", "VARCHAR", "TEXT");
    name(PLAIN, ColumnType.INTEGER, "INTEGER", "INT", "BIGINT");
    name(PLAIN, ColumnType.FLOAT, "FLOAT", "DOUBLE", "REAL");
    name(PLAIN, ColumnType.BOOLEAN, "BOOLEAN");
    name(TEMPORAL, ColumnType.DATE, "DATE");
    name(TEMPORAL, ColumnType.TIMESTAMP, "TIMESTAMP_NTZ", "TIMESTAMP", "DATETIME");
    name(TEMPORAL, ColumnType.TIMESTAMP_TZ, "TIMESTAMP_TZ");
  }

  /** Types of columns; the last part of the key is the column's name. */
  static final ValueType<InputColumn> TYPE =
      PlainType.of(
          A_TYPE,
          (text, context) ->
              new InputColumnParser(text)
                  .column(context.key().substring(context.key().lastIndexOf('.') + 1)),
          schema ->
              schema.put("type", "string").put("pattern", Texts.orReference(schemaPattern())));

  private static final Pattern NAME = Pattern.compile("\\s*(\\w+)");
  private static final Pattern SIZE =
      Pattern.compile("\\s*\\(\\s*([0-9]{1,2})\\s*(?:,\\s*([0-9]{1,2})\\s*)?\\)");
  private static final Pattern NOT_NULL =
      Pattern.compile("\\s*NOT\\s+NULL\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern OPTIONAL =
      Pattern.compile("\\s*OPTIONAL\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern FORMAT =
      Pattern.compile("\\s*FORMAT\\s*'", Pattern.CASE_INSENSITIVE);

  private final String text;
  private int position;

  InputColumnParser(String text) {
    this.text = text;
  }

  private static String schemaPattern() {
    String notNull = "\\s*\\b[Nn][Oo][Tt]\\s+[Nn][Uu][Ll][Ll]";
    String format = "\\s*\\b[Ff][Oo][Rr][Mm][Aa][Tt]\\s*'([^']|'')+'";
    String size =
        "\\s*\\(\\s*0?([1-9]|[12][0-9]|3[0-8])\\s*(,\\s*(0?[0-9]|[12][0-9]|3[0-8])\\s*)?\\)";
    String optional = "\\s*\\b[Oo][Pp][Tt][Ii][Oo][Nn][Aa][Ll]";
    String ends = inAnyOrder(List.of(notNull, optional));
    String plain = anyOf(PLAIN.keySet()) + ends;
    String number = anyOf(NUMBERS) + "(" + size + ")?" + ends;
    String temporal = anyOf(TEMPORAL.keySet()) + inAnyOrder(List.of(format, notNull, optional));
    return "^\\s*(" + plain + "|" + number + "|" + temporal + ")\\s*$";
  }

  /** Each of them at most once. */
  private static String inAnyOrder(List<String> parts) {
    List<String> ways = new ArrayList<>();
    for (String part : parts) {
      List<String> rest = new ArrayList<>(parts);
      rest.remove(part);
      ways.add(part + (rest.isEmpty() ? "" : inAnyOrder(rest)));
    }
    return "(" + String.join("|", ways) + ")?";
  }

  private static String anyOf(Collection<String> names) {
    return names.stream().map(Choice::anyCase).collect(Collectors.joining("|", "(", ")"));
  }

  private static void name(Map<String, ColumnType> types, ColumnType type, String... names) {
    for (String name : names) {
      types.put(name, type);
    }
  }

  /**
   * The column of that name.
   *
   * @throws InvalidValueException with what was expected and found
   */
  InputColumn column(String name) throws InvalidValueException {
    String typeName = typeName();
    ColumnType type = type(typeName);
    String pattern = null;
    boolean required = false;
    boolean optional = false;
    while (!rest().isEmpty()) {
      if (!required && accept(NOT_NULL) != null) {
        required = true;
      } else if (!optional && accept(OPTIONAL) != null) {
        optional = true;
      } else if (pattern == null && accept(FORMAT) != null) {
        pattern = pattern(typeName, type);
      } else {
        throw unexpected(typeName, pattern == null, !required, !optional);
      }
    }
    return new InputColumn(name, type, required, optional, pattern);
  }

  private String typeName() throws InvalidValueException {
    Matcher name = accept(NAME);
    String upperCase = name == null ? "" : name.group(1).toUpperCase(Locale.ROOT);
    List<String> known = new ArrayList<>(PLAIN.keySet());
    known.addAll(TEMPORAL.keySet());
    known.addAll(NUMBERS);
    if (known.contains(upperCase)) {
      return upperCase;
    }
    throw InvalidValueException.expected(
        A_TYPE, ShownValue.text(text) + Suggestions.question(upperCase, known));
  }

  private ColumnType type(String name) throws InvalidValueException {
    ColumnType plain = PLAIN.getOrDefault(name, TEMPORAL.get(name));
    if (plain != null) {
      return plain;
    }
    Matcher size = accept(SIZE);
    if (size == null) {
      if (rest().startsWith("(")) {
        throw wrongSize(name);
      }
      return ColumnType.number(ColumnType.MAX_PRECISION, 0);
    }
    int precision = Integer.parseInt(size.group(1));
    int scale = size.group(2) == null ? 0 : Integer.parseInt(size.group(2));
    if (precision < 1 || precision > ColumnType.MAX_PRECISION || scale > precision) {
      throw wrongSize(name);
    }
    return ColumnType.number(precision, scale);
  }

  private InvalidValueException wrongSize(String name) {
    return InvalidValueException.expected(
        String.format(
            "%s(p,s) with p from 1 to %d and s from 0 to p", name, ColumnType.MAX_PRECISION),
        ShownValue.text(text));
  }

  /** What stands in the quotes of which the first was read. */
  private String pattern(String typeName, ColumnType type) throws InvalidValueException {
    StringBuilder pattern = new StringBuilder();
    int end = text.indexOf('\'', position);
    while (end >= 0 && text.startsWith("''", end)) {
      pattern.append(text, position, end + 1);
      position = end + 2;
      end = text.indexOf('\'', position);
    }
    if (end < 0) {
      throw InvalidValueException.expected("a quote that closes FORMAT '…'", ShownValue.text(text));
    }
    pattern.append(text, position, end);
    position = end + 1;
    if (!TEMPORAL.containsKey(typeName)) {
      throw InvalidValueException.expected(
          "FORMAT only after " + String.join(", ", TEMPORAL.keySet()), ShownValue.text(text));
    }
    return PatternLetters.check(pattern.toString(), type);
  }

  private InvalidValueException unexpected(
      String typeName, boolean mayFormat, boolean mayNotNull, boolean mayOptional) {
    List<String> choices = new ArrayList<>();
    if (mayFormat && TEMPORAL.containsKey(typeName)) {
      choices.add("FORMAT 'pattern'");
    }
    if (mayNotNull) {
      choices.add("NOT NULL");
    }
    if (mayOptional) {
      choices.add("OPTIONAL");
    }
    choices.add("nothing");
    return InvalidValueException.expected(
        String.join(" or ", choices) + " after '" + text.substring(0, position).strip() + "'",
        ShownValue.text(rest()));
  }

  private @Nullable Matcher accept(Pattern rule) {
    Matcher matcher = rule.matcher(text).region(position, text.length());
    if (!matcher.lookingAt()) {
      return null;
    }
    position = matcher.end();
    return matcher;
  }

  private String rest() {
    return text.substring(position).strip();
  }
}
