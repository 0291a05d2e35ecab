package io.snowgauge.transforms.lsf;

/** The name of a file as it stands behind {@code #INCLUDE}: in quotes or not. */
final class IncludedName {
  private IncludedName() {}

  static String of(String text) {
    boolean isQuoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return isQuoted ? text.substring(1, text.length() - 1) : text;
  }
}
