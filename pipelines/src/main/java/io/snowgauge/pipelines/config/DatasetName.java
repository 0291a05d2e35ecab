package io.snowgauge.pipelines.config;

/** Names of datasets, which become names of folders. */
final class DatasetName {
  /** What {@link #isValid} accepts, for the JSON Schema. */
  static final String PATTERN = "^[A-Za-z][A-Za-z0-9_-]{0,63}$";

  static final String EXPECTED =
      "a dataset name (a letter, then at most 63 letters, digits, '_' or '-')";

  private static final int MAX_LENGTH = 64;

  private DatasetName() {}

  static boolean isValid(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_LENGTH
        && isLetter(name.charAt(0))
        && name.chars()
            .allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-');
  }

  private static boolean isLetter(int c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
}
