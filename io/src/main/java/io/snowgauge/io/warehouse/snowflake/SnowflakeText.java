package io.snowgauge.io.warehouse.snowflake;

/** Literals, in which Snowflake takes a backslash for the start of an escape sequence. */
final class SnowflakeText {
  private SnowflakeText() {}

  /** A text literal, for the few places where no value can be bound. */
  static String literal(String text) {
    return '\'' + text.replace("\\", "\\\\").replace("'", "''") + '\'';
  }

  /**
   * A name as a part of a path in a stage that needs no quoting in any statement. Different names
   * stay different.
   */
  static String pathPart(String name) {
    StringBuilder part = new StringBuilder();
    for (int c : name.codePoints().toArray()) {
      boolean isPlain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_';
      if (isPlain) {
        part.appendCodePoint(c);
      } else {
        part.append('.').append(Integer.toHexString(c)).append('.');
      }
    }
    return part.toString();
  }
}
