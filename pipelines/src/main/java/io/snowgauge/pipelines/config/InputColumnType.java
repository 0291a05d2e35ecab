package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.transforms.tabular.InputColumn;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * What a column holds, as in SQL: {@code NUMBER(10,2) NOT NULL}, {@code DATE FORMAT 'dd.MM.yyyy'};
 * docs/formats/csv-ndjson.md has the types. The last part of the key is the column's name.
 */
record InputColumnType() implements ValueType<InputColumn> {
  private static final String NOT_NULL = "\\s*\\b[Nn][Oo][Tt]\\s+[Nn][Uu][Ll][Ll]";
  private static final String FORMAT = "\\s*\\b[Ff][Oo][Rr][Mm][Aa][Tt]\\s*'([^']|'')+'";
  private static final String SIZE =
      "\\s*\\(\\s*0?([1-9]|[12][0-9]|3[0-8])\\s*(,\\s*(0?[0-9]|[12][0-9]|3[0-8])\\s*)?\\)";

  @Override
  public String expectation() {
    return InputColumnParser.A_TYPE;
  }

  @Override
  public InputColumn parse(String text, ValueContext context) throws InvalidValueException {
    String name = context.key().substring(context.key().lastIndexOf('.') + 1);
    return new InputColumnParser(text).column(name);
  }

  @Override
  public void describe(ObjectNode schema) {
    String plain = anyOf(InputColumnParser.PLAIN.keySet()) + "(" + NOT_NULL + ")?";
    String number = anyOf(InputColumnParser.NUMBERS) + "(" + SIZE + ")?(" + NOT_NULL + ")?";
    String temporal =
        String.format(
            "%s(%s(%s)?|%s(%s)?)?",
            anyOf(InputColumnParser.TEMPORAL.keySet()), FORMAT, NOT_NULL, NOT_NULL, FORMAT);
    schema
        .put("type", "string")
        .put(
            "pattern",
            "^\\s*(" + plain + "|" + number + "|" + temporal + ")\\s*$|" + Reference.PATTERN);
  }

  private static String anyOf(Collection<String> names) {
    return names.stream().map(ChoiceType::anyCase).collect(Collectors.joining("|", "(", ")"));
  }
}
