package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.text.AsciiWords;
import io.snowgauge.transforms.text.Excerpt;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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
    Set<Name> seen = EnumSet.noneOf(Name.class);
    List<Name> columns = new ArrayList<>();
    int i = Blanks.skip(bytes, start, end);
    while (i < end) {
      int wordEnd = Blanks.wordEnd(bytes, i, end);
      columns.add(column(bytes, i, wordEnd, seen));
      i = Blanks.skip(bytes, wordEnd, end);
    }
    for (Name required : List.of(Name.GROUP_NAME, Name.GROUP_MEMBER)) {
      if (!seen.contains(required)) {
        throw new MalformedLine(start, "header: expected a column " + required + " but found none");
      }
    }
    return new Header(List.copyOf(columns));
  }

  private static Name column(byte[] bytes, int start, int end, Set<Name> seen)
      throws MalformedLine {
    for (Name name : Name.values()) {
      if (AsciiWords.equalsIgnoreCase(bytes, start, end, name.name())) {
        if (!seen.add(name)) {
          throw new MalformedLine(
              start, "header: expected each column once but found " + name + " again");
        }
        return name;
      }
    }
    throw new MalformedLine(
        start,
        "header: expected one of GROUP_NAME, GROUP_MEMBER, USER_SHARES, GROUP_ADMIN, PRIORITY but"
            + " found "
            + Excerpt.quoted(bytes, start, end));
  }
}
