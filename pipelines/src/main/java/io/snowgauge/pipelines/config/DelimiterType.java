package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What stands between the fields of a CSV file; a tab may be written as backslash and t. */
record DelimiterType() implements ValueType<Character> {
  private static final String TAB = "\\t";

  @Override
  public String expectation() {
    return "one ASCII character that is no quote, line end, NUL, letter or digit (a tab may be"
        + " written \\t)";
  }

  @Override
  public Character parse(String text, ValueContext context) throws InvalidValueException {
    if (text.equals(TAB)) {
      return '\t';
    }
    if (text.length() != 1 || !isDelimiter(text.charAt(0))) {
      throw InvalidValueException.expected(expectation(), ShownValue.text(text));
    }
    return text.charAt(0);
  }

  private static boolean isDelimiter(char c) {
    return c < 128 && !Character.isLetterOrDigit(c) && "\0\r\n\"".indexOf(c) < 0;
  }

  @Override
  public String show(Character value, String text) {
    return value == '\t' ? TAB : text;
  }

  @Override
  public void describe(ObjectNode schema) {
    String characters = "[\\x01-\\x09\\x0b\\x0c\\x0e-!#-/:-@\\[-`{-\\x7f]";
    schema
        .put("type", "string")
        .put("pattern", "^(" + characters + "|\\\\t)$|" + Reference.PATTERN);
  }
}
