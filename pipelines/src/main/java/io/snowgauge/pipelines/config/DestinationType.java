package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder on this machine or in an object store, with placeholders; becomes an absolute URI that
 * ends in '/'.
 */
record DestinationType() implements ValueType<String> {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}/]*)}");
  private static final List<String> KNOWN = List.of("date", "namespace", "pod", "container");

  @Override
  public String expectation() {
    return "a folder such as 's3://bucket/raw/{date}/{namespace}/{pod}/'";
  }

  @Override
  public String parse(String text, ValueContext context) throws InvalidValueException {
    Matcher placeholder = PLACEHOLDER.matcher(text);
    while (placeholder.find()) {
      if (!KNOWN.contains(placeholder.group(1))) {
        throw InvalidValueException.expected(
            "only the placeholders {" + String.join("}, {", KNOWN) + "}",
            ShownValue.text(placeholder.group()));
      }
    }
    return new FolderType().parse(text, context);
  }

  @Override
  public String show(String value, String text) {
    return value;
  }

  @Override
  public void describe(ObjectNode schema) {
    TextType.describeNonBlank(schema);
  }
}
