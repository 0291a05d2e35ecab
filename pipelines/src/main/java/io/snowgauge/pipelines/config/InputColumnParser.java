package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.types.Choice;
import io.snowgauge.pipelines.config.types.InvalidValueException;
import io.snowgauge.pipelines.config.types.PlainType;
import io.snowgauge.pipelines.config.types.ShownValue;
import io.snowgauge.pipelines.config.types.Suggestions;
import io.snowgauge.pipelines.config.types.Texts;
import io.snowgauge.pipelines.config.types.ValueType;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.tabular.EpochUnit;
import io.snowgauge.transforms.tabular.InputColumn;
import io.snowgauge.transforms.tabular.NumberForm;
import java.util.ArrayList;
import java.util.Arrays;
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
 * Reads {@code TYPE [FORMAT 'form'] [NOT NULL] [OPTIONAL] [FROM 'name']}, what is behind the type
 * in any order, words in any case. A quote within quotes is written twice.
 */
final class InputColumnParser {
  private static final String A_TYPE =
      "a type such as STRING, INTEGER, NUMBER(10,2), FLOAT, BOOLEAN, DATE or TIMESTAMP";

  /** The types that have nothing but a name, by name. */
  private static final Map<String, ColumnType> PLAIN = new LinkedHashMap<>();

  /** Those that may have a FORMAT, too, by name. */
  private static final Map<String, ColumnType> FORMATTED = new LinkedHashMap<>();

  /** Those that may have a FORMAT and say how many digits of a second they hold, by name. */
  private static final Map<String, ColumnType> TIMES = new LinkedHashMap<>();

  /** The names of the type that may have a length. */
  private static final List<String> TEXTS = List.of("STRING", "VARCHAR", "TEXT");

  /** Of VARCHAR in Snowflake, in characters. */
  private static final int LONGEST_TEXT = 134_217_728;

  /** The names of the type that may have a FORMAT, a precision and a scale. */
  private static final List<String> NUMBERS = List.of("NUMBER", "DECIMAL", "NUMERIC");

  static {
    name(PLAIN, ColumnType.BOOLEAN, "BOOLEAN");
    name(PLAIN, ColumnType.JSON, "VARIANT", "JSON");
    name(PLAIN, new ColumnType(ColumnType.Kind.OBJECT, 0, 0), "OBJECT");
    name(PLAIN, new ColumnType(ColumnType.Kind.ARRAY, 0, 0), "ARRAY");
    name(FORMATTED, ColumnType.INTEGER, "INTEGER", "INT", "BIGINT", "SMALLINT", "TINYINT");
    name(FORMATTED, ColumnType.FLOAT, "FLOAT", "DOUBLE", "REAL");
    name(FORMATTED, ColumnType.DATE, "DATE");
    name(TIMES, ColumnType.TIME, "TIME");
    name(TIMES, ColumnType.TIMESTAMP, "TIMESTAMP_NTZ", "TIMESTAMP", "DATETIME");
    name(TIMES, ColumnType.TIMESTAMP_TZ, "TIMESTAMP_TZ");
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
  private static final Pattern LENGTH = Pattern.compile("\\s*\\(\\s*([0-9]{1,9})\\s*\\)");
  private static final Pattern DIGITS = Pattern.compile("\\s*\\(\\s*([69])\\s*\\)");
  private static final Pattern NOT_NULL =
      Pattern.compile("\\s*NOT\\s+NULL\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern OPTIONAL =
      Pattern.compile("\\s*OPTIONAL\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern FORMAT =
      Pattern.compile("\\s*FORMAT\\s*'", Pattern.CASE_INSENSITIVE);
  private static final Pattern FROM = Pattern.compile("\\s*FROM\\s*'", Pattern.CASE_INSENSITIVE);
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

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
    String from = "\\s*\\b[Ff][Rr][Oo][Mm]\\s*'([^']|'')+'";
    String length = "\\s*\\(\\s*0*[1-9][0-9]{0,8}\\s*\\)";
    String plain =
        "("
            + anyOf(PLAIN.keySet())
            + "|"
            + anyOf(TEXTS)
            + "("
            + length
            + ")?)"
            + inAnyOrder(List.of(notNull, optional, from));
    String types =
        anyOf(FORMATTED.keySet())
            + "|"
            + anyOf(NUMBERS)
            + "("
            + size
            + ")?|"
            + anyOf(TIMES.keySet())
            + "(\\s*\\(\\s*[69]\\s*\\))?";
    String formatted = "(" + types + ")" + inAnyOrder(List.of(format, notNull, optional, from));
    return "^\\s*(" + plain + "|" + formatted + ")\\s*$";
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
    String source = null;
    boolean required = false;
    boolean optional = false;
    while (!rest().isEmpty()) {
      if (!required && accept(NOT_NULL) != null) {
        required = true;
      } else if (!optional && accept(OPTIONAL) != null) {
        optional = true;
      } else if (pattern == null && accept(FORMAT) != null) {
        pattern = form(typeName, type, quoted("FORMAT"));
      } else if (source == null && accept(FROM) != null) {
        source = source(quoted("FROM"));
      } else {
        List<String> choices = new ArrayList<>();
        add(choices, pattern == null && mayBeFormatted(typeName), "FORMAT 'pattern'");
        add(choices, !required, "NOT NULL");
        add(choices, !optional, "OPTIONAL");
        add(choices, source == null, "FROM 'name'");
        throw unexpected(choices);
      }
    }
    return new InputColumn(name, source == null ? name : source, type, required, optional, pattern);
  }

  private String typeName() throws InvalidValueException {
    Matcher name = accept(NAME);
    String upperCase = name == null ? "" : name.group(1).toUpperCase(Locale.ROOT);
    List<String> known = new ArrayList<>(TEXTS);
    known.addAll(PLAIN.keySet());
    known.addAll(FORMATTED.keySet());
    known.addAll(TIMES.keySet());
    known.addAll(NUMBERS);
    if (known.contains(upperCase)) {
      return upperCase;
    }
    throw InvalidValueException.expected(
        A_TYPE, ShownValue.text(text) + Suggestions.question(upperCase, known));
  }

  private ColumnType type(String name) throws InvalidValueException {
    ColumnType plain = PLAIN.getOrDefault(name, FORMATTED.get(name));
    if (plain != null) {
      return plain;
    }
    if (TEXTS.contains(name)) {
      return text(name);
    }
    ColumnType time = TIMES.get(name);
    if (time != null) {
      return time(name, time);
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

  private ColumnType time(String name, ColumnType type) throws InvalidValueException {
    Matcher digits = accept(DIGITS);
    if (digits == null && rest().startsWith("(")) {
      throw InvalidValueException.expected(
          String.format("%s, which holds microseconds, or %s(9), nanoseconds,", name, name),
          ShownValue.text(text));
    }
    return digits != null && digits.group(1).equals("9") ? type.inNanoseconds() : type;
  }

  private ColumnType text(String name) throws InvalidValueException {
    Matcher length = accept(LENGTH);
    int characters = length == null ? 0 : Integer.parseInt(length.group(1));
    boolean isWrong = length == null ? rest().startsWith("(") : characters < 1;
    if (isWrong || characters > LONGEST_TEXT) {
      throw InvalidValueException.expected(
          String.format("%s(n) with n from 1 to %d characters", name, LONGEST_TEXT),
          ShownValue.text(text));
    }
    return ColumnType.text(characters);
  }

  private InvalidValueException wrongSize(String name) {
    return InvalidValueException.expected(
        String.format(
            "%s(p,s) with p from 1 to %d and s from 0 to p", name, ColumnType.MAX_PRECISION),
        ShownValue.text(text));
  }

  /** What stands in the quotes of which the first was read. */
  private String quoted(String word) throws InvalidValueException {
    StringBuilder quoted = new StringBuilder();
    int end = text.indexOf('\'', position);
    while (end >= 0 && text.startsWith("''", end)) {
      quoted.append(text, position, end + 1);
      position = end + 2;
      end = text.indexOf('\'', position);
    }
    if (end < 0) {
      throw InvalidValueException.expected(
          "a quote that closes " + word + " '…'", ShownValue.text(text));
    }
    quoted.append(text, position, end);
    position = end + 1;
    return quoted.toString();
  }

  private static boolean mayBeFormatted(String typeName) {
    return FORMATTED.containsKey(typeName)
        || TIMES.containsKey(typeName)
        || NUMBERS.contains(typeName);
  }

  private String form(String typeName, ColumnType type, String form) throws InvalidValueException {
    if (!mayBeFormatted(typeName)) {
      throw InvalidValueException.expected(
          "FORMAT only after numbers, dates, times and timestamps", ShownValue.text(text));
    }
    return switch (type.kind()) {
      case INTEGER, NUMBER, FLOAT -> number(form);
      case TIMESTAMP_NTZ, TIMESTAMP_TZ ->
          form.startsWith("epoch") ? epoch(form) : PatternLetters.check(form, type);
      default -> PatternLetters.check(form, type);
    };
  }

  private static String number(String form) throws InvalidValueException {
    try {
      NumberForm unused = NumberForm.like(form);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(String.valueOf(e.getMessage()));
    }
    return form;
  }

  private static String epoch(String form) throws InvalidValueException {
    if (EpochUnit.named(form) == null) {
      throw InvalidValueException.expected(
          Arrays.stream(EpochUnit.values())
              .map(EpochUnit::formatName)
              .collect(Collectors.joining(", ", "one of ", "")),
          ShownValue.text(form));
    }
    return form;
  }

  /** Blanks around the names of a file's columns do not count. */
  private static String source(String name) throws InvalidValueException {
    if (name.isBlank() || !name.equals(name.strip()) || CONTROL.matcher(name).find()) {
      throw InvalidValueException.expected(
          "a name behind FROM without blanks at either end and without control characters",
          ShownValue.text(name));
    }
    return name;
  }

  private static void add(List<String> choices, boolean isOne, String choice) {
    if (isOne) {
      choices.add(choice);
    }
  }

  private InvalidValueException unexpected(List<String> choices) {
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
