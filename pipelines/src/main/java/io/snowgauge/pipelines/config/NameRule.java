package io.snowgauge.pipelines.config;

import java.util.regex.Pattern;

/** What names the user may give to things of one kind. */
enum NameRule {
  /** They become names of folders. */
  DATASET(
      "^[A-Za-z][A-Za-z0-9_-]{0,63}$",
      "a dataset name (a letter, then at most 63 letters, digits, '_' or '-')"),
  /** They are parts of keys and of messages. */
  EXTRACTION(
      "^[A-Za-z][A-Za-z0-9_-]{0,63}$",
      "the name of an extraction (a letter, then at most 63 letters, digits, '_' or '-')"),
  /**
   * They become parts of keys and names of columns beside those of the lineage, which start with an
   * underscore. Blanks around the names of a file's columns do not count, so none is declared.
   */
  COLUMN(
      "^(?![_\\s])[^.\"'`\\x00-\\x1f\\x7f-\\x9f]{1,255}(?<!\\s)$",
      "a column name (at most 255 characters; no dot, quote or control character, no blank at"
          + " either end, no '_' at the start)"),
  /** Kafka's names have dots in them, so such a name is all that is left of a key. */
  PROPERTY(
      "^[A-Za-z][A-Za-z0-9._-]{0,254}$",
      "the name of a property (a letter, then at most 254 letters, digits, '.', '_' or '-')");

  private final String schemaPattern;
  private final Pattern pattern;
  private final String expected;

  NameRule(String schemaPattern, String expected) {
    this.schemaPattern = schemaPattern;
    this.pattern = Pattern.compile(schemaPattern, Pattern.UNICODE_CHARACTER_CLASS);
    this.expected = expected;
  }

  /** A regular expression of the same, for the JSON Schema. */
  String pattern() {
    return schemaPattern;
  }

  /** What a name must be, as messages say it after "expected". */
  String expected() {
    return expected;
  }

  boolean isValid(String name) {
    return pattern.matcher(name).matches();
  }
}
