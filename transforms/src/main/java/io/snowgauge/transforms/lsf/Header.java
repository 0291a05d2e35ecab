package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.text.AsciiWords;
import io.snowgauge.transforms.text.Excerpt;
import java.util.ArrayList;
import java.util.List;

/**
 * The header of a section: which value of a line belongs to which column.
 *
 * @param columns in the order of the line
 */
record Header(List<String> columns) {
  /** Where a column stands, from 0, or -1. */
  int index(String name) {
    return columns.indexOf(name);
  }

  /**
   * Reads a header line.
   *
   * @param names that a column may have
   * @param required that must be there
   * @throws MalformedLine if a name is unknown or repeated, a required one is missing, or the line
   *     belongs to a vertical section
   */
  static Header parse(byte[] bytes, int start, int end, List<String> names, List<String> required)
      throws MalformedLine {
    for (int i = start; i < end; i++) {
      if (bytes[i] == '=') {
        throw new MalformedLine(
            i, "header: expected column names but found '=': vertical sections are not read");
      }
    }
    List<String> columns = new ArrayList<>();
    int i = Blanks.skip(bytes, start, end);
    while (i < end) {
      int wordEnd = Blanks.wordEnd(bytes, i, end);
      String column = column(bytes, i, wordEnd, names);
      if (columns.contains(column)) {
        throw new MalformedLine(
            i, "header: expected each column once but found " + column + " again");
      }
      columns.add(column);
      i = Blanks.skip(bytes, wordEnd, end);
    }
    for (String name : required) {
      if (!columns.contains(name)) {
        throw new MalformedLine(start, "header: expected a column " + name + " but found none");
      }
    }
    return new Header(List.copyOf(columns));
  }

  private static String column(byte[] bytes, int start, int end, List<String> names)
      throws MalformedLine {
    for (String name : names) {
      if (AsciiWords.equalsIgnoreCase(bytes, start, end, name)) {
        return name;
      }
    }
    throw new MalformedLine(
        start,
        "header: expected one of "
            + String.join(", ", names)
            + " but found "
            + Excerpt.quoted(bytes, start, end));
  }
}
