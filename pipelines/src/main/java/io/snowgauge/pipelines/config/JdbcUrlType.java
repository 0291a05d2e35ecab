package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** A JDBC URL of Snowflake, which must not carry a secret: it is shown and logged. */
record JdbcUrlType() implements ValueType<String> {
  private static final String PREFIX = "jdbc:snowflake://";
  private static final List<String> SECRETS =
      List.of("password=", "passcode=", "pwd=", "token=", "secret=");

  @Override
  public String expectation() {
    return "a JDBC URL such as 'jdbc:snowflake://ACCOUNT.snowflakecomputing.com/'";
  }

  @Override
  public String parse(String text, ValueContext context) throws InvalidValueException {
    String lowerCase = text.toLowerCase(Locale.ROOT);
    for (String secret : SECRETS) {
      if (lowerCase.contains(secret)) {
        throw InvalidValueException.expected(
            "a JDBC URL without secrets (warehouse.auth holds them)", "'" + secret + "' in it");
      }
    }
    if (!text.startsWith(PREFIX) || text.length() == PREFIX.length()) {
      throw InvalidValueException.expected(expectation(), ShownValue.text(text));
    }
    return text;
  }

  @Override
  public void describe(ObjectNode schema) {
    schema.put("type", "string").put("pattern", "^" + PREFIX + ".|" + Reference.PATTERN);
  }
}
