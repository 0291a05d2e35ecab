package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.tabular.ColumnValues;
import io.snowgauge.transforms.text.AsciiWords;
import java.util.List;
import java.util.regex.Pattern;

/** What may be wrong with a header that names no declared column, by how it looks. */
final class HeaderAdvice {
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');
  private static final Pattern COMMENT = Pattern.compile("#|//|--");
  private static final Pattern NUMBER = Pattern.compile("\\s*[-+]?[0-9][0-9.,:/-]*\\s*");

  private final List<String> names;
  private final ColumnValues values;
  private final String delimiter;

  HeaderAdvice(List<String> names, ColumnValues values, String delimiter) {
    this.names = names;
    this.values = values;
    this.delimiter = delimiter;
  }

  /** A question or what to do. */
  String text() {
    String first = names.get(0);
    if (AsciiWords.lowerCase(first).startsWith("sep=")) {
      return "is format.delimiter what the line says, which is Excel's?";
    }
    for (char other : DELIMITERS) {
      if (!delimiter.equals(String.valueOf(other)) && namesAreDelimitedBy(other)) {
        return "is format.delimiter " + (other == '\t' ? "a tab?" : "'" + other + "'?");
      }
    }
    if (COMMENT.matcher(first).lookingAt()) {
      return "comment lines are skipped by format.comment, or by their number with"
          + " format.skipLines";
    }
    boolean isData = names.stream().anyMatch(name -> NUMBER.matcher(name).matches());
    if (isData || (names.size() > 1 && names.size() == values.size())) {
      return "if the file has no header, set format.header to false";
    }
    return "is format.delimiter right, and the header the first line (format.skipLines)?";
  }

  private boolean namesAreDelimitedBy(char other) {
    for (String name : names) {
      for (String part : name.split(Pattern.quote(String.valueOf(other)), -1)) {
        String unquoted = AsciiWords.trim(part).replaceAll("^\"|\"$", "");
        if (part.length() < name.length() && values.indexOf(unquoted) >= 0) {
          return true;
        }
      }
    }
    return false;
  }
}
