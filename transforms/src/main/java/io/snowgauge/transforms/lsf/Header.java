package io.snowgauge.transforms.lsf;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The header of a {@code UserGroup} section: which value of a line belongs to which column.
 *
 * @param columns in the order of the line
 */
record Header(List<Name> columns) {
  /** The columns that LSF documents for the section. */
  enum Name {
    GROUP_NAME,
    GROUP_MEMBER,
    USER_SHARES,
    GROUP_ADMIN,
    PRIORITY
  }

  /** Where a column stands, from 0, or -1. */
  int index(Name name) {
    return columns.indexOf(name);
  }

  /**
   * Reads a header line.
   *
   * @throws MalformedLine if a name is unknown or repeated, a required one is missing, or the line
   *     belongs to a vertical section
   */
  static Header parse(byte[] bytes, int start, int end) throws MalformedLine {
    for (int i = start; i < end; i++) {
      if (bytes[i] == '=') {
        throw new MalformedLine(
            i, "header: expected column names but found '=': vertical sections are not read");
      }
    }
    Map<Name, Integer> seen = new EnumMap<>(Name.class);
    List<Name> columns = new ArrayList<>();
    int i = Text.skipBlanks(bytes, start, end);
    while (i < end) {
      int wordEnd = Text.wordEnd(bytes, i, end);
      columns.add(column(Text.quote(bytes, i, wordEnd), i, seen));
      i = Text.skipBlanks(bytes, wordEnd, end);
    }
    for (Name required : List.of(Name.GROUP_NAME, Name.GROUP_MEMBER)) {
      if (!seen.containsKey(required)) {
        throw new MalformedLine(start, "header: expected a column " + required + " but found none");
      }
    }
    return new Header(List.copyOf(columns));
  }

  private static Name column(String quoted, int position, Map<Name, Integer> seen)
      throws MalformedLine {
    String word = quoted.substring(1, quoted.length() - 1).toUpperCase(Locale.ROOT);
    for (Name name : Name.values()) {
      if (name.name().equals(word)) {
        if (seen.put(name, position) != null) {
          throw new MalformedLine(
              position, "header: expected each column once but found " + name + " again");
        }
        return name;
      }
    }
    throw new MalformedLine(
        position,
        "header: expected one of GROUP_NAME, GROUP_MEMBER, USER_SHARES, GROUP_ADMIN, PRIORITY but"
            + " found "
            + quoted);
  }
}
