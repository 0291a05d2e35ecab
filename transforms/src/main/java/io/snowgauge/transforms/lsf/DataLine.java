package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.text.AsciiWords;
import io.snowgauge.transforms.text.Excerpt;
import io.snowgauge.transforms.text.Utf8;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of a group's line (sections 4 to 6 of docs/formats/lsb-users.md), one method per
 * rule. Reused from line to line; everything it holds is a slice of the line.
 */
final class DataLine {
  private final GroupNames groups;
  private final Branches branches;
  private final Row row = new Row(4);
  private final LineValues values = new LineValues();
  private final LineNames names = new LineNames();
  private final BadEntryList badEntries;
  private final ShareEntries shares;

  private byte[] b = new byte[0];
  private int lineStart;
  private int lineEnd;
  private boolean ascii;
  private int groupStart;
  private int groupEnd;

  DataLine(Branches branches, BadEntries badEntries) {
    this.branches = branches;
    this.badEntries = new BadEntryList(badEntries);
    this.shares = new ShareEntries(names, this.badEntries);
    this.groups = new GroupNames(branches);
  }

  /**
   * Reads the line that {@code lines} stands on.
   *
   * @throws MalformedLine if the line is malformed, which counts as one rejected record
   */
  void read(LogicalLines lines, Header header) throws MalformedLine {
    b = lines.bytes();
    lineStart = lines.start();
    lineEnd = lines.end();
    ascii = lines.isAscii();
    names.clear(b);
    badEntries.clear();
    values.read(b, lineStart, lineEnd, header.columns().size());
    groupName(header.index(Header.Name.GROUP_NAME));
    members(header.index(Header.Name.GROUP_MEMBER));
    int sharesValue = header.index(Header.Name.USER_SHARES);
    if (sharesValue >= 0 && values.isPresent(sharesValue)) {
      shares.read(b, values.start(sharesValue), values.end(sharesValue));
      badEntries.check();
    }
  }

  private void groupName(int value) throws MalformedLine {
    int start = values.start(value);
    if (!values.isPresent(value)) {
      throw new MalformedLine(start, "GROUP_NAME: expected a name but found nothing");
    }
    groupStart = values.start(value);
    groupEnd = name(groupStart, values.end(value), "GROUP_NAME");
    int next = Blanks.skip(b, groupEnd, values.end(value));
    if (next < values.end(value)) {
      throw new MalformedLine(next, "GROUP_NAME: expected one name but found also " + wordAt(next));
    }
  }

  /** Rule: { name }. */
  private void members(int value) throws MalformedLine {
    if (!values.isPresent(value)) {
      return;
    }
    int end = values.end(value);
    int i = values.start(value);
    while (i < end) {
      int nameEnd = name(i, end, "GROUP_MEMBER");
      names.add(i, nameEnd);
      i = Blanks.skip(b, nameEnd, end);
    }
  }

  /** Rule: bytes other than blanks, parentheses, brackets and commas; not '-' alone. */
  private int name(int start, int end, String column) throws MalformedLine {
    int i = LineByte.nameEnd(b, start, end);
    if (i < end && !Blanks.isBlank(b[i])) {
      throw new MalformedLine(
          i, column + ": expected a name but found '" + (char) b[i] + "' in " + wordAt(start));
    }
    if (i - start == 1 && b[start] == '-') {
      throw new MalformedLine(start, column + ": expected a name but found '-' in a list");
    }
    return i;
  }

  /** Why a well-formed line is refused, or null; it then counts its distinct names. */
  @Nullable MalformedLine refusal() {
    if (values.holdControl()) {
      int at = lineStart;
      while (LineByte.kind(b[at]) != LineByte.CONTROL) {
        at++;
      }
      return new MalformedLine(
          at, String.format("expected text but found the control character 0x%02x", b[at]));
    }
    int invalid = ascii ? -1 : Utf8.firstInvalid(b, lineStart, lineEnd);
    if (invalid >= 0) {
      return new MalformedLine(
          invalid, String.format("expected UTF-8 but found the byte 0x%02x", b[invalid]));
    }
    for (String reserved : new String[] {"all", "default", "others"}) {
      if (AsciiWords.matches(b, groupStart, groupEnd, reserved)) {
        return new MalformedLine(
            groupStart, "GROUP_NAME: expected a group's name but found the reserved " + reserved);
      }
    }
    if (!groups.add(b, groupStart, groupEnd)) {
      return new MalformedLine(
          groupStart,
          "GROUP_NAME: expected each group once but found "
              + Excerpt.quoted(b, groupStart, groupEnd)
              + " again");
    }
    return null;
  }

  /** How many records the line holds. */
  int distinctNames() {
    return names.size();
  }

  /** The entries that are rejected though the line is not. */
  BadEntryList badEntries() {
    return badEntries;
  }

  /** The group's name for messages. */
  String shownGroup() {
    return Excerpt.quoted(b, groupStart, groupEnd);
  }

  /** Hands over the line's records. */
  void emit(ParseListener listener, long line) throws IOException {
    row.setLine(line);
    row.set(UserGroupFormat.GROUP, b, groupStart, groupEnd);
    byte[] condition = branches.condition();
    if (condition == null) {
      row.setNull(UserGroupFormat.CONDITION);
    } else {
      row.set(UserGroupFormat.CONDITION, condition, 0, condition.length);
    }
    for (int i = 0; i < names.size(); i++) {
      row.set(UserGroupFormat.USER, b, names.start(i), names.end(i));
      if (names.shareStart(i) < 0) {
        row.setNull(UserGroupFormat.SHARE);
      } else {
        row.set(UserGroupFormat.SHARE, b, names.shareStart(i), names.shareEnd(i));
      }
      listener.record(row);
    }
  }

  private String wordAt(int start) {
    return Excerpt.quoted(b, start, Blanks.wordEnd(b, start, lineEnd));
  }
}
