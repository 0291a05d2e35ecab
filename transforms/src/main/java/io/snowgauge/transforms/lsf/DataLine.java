package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.text.Excerpt;
import io.snowgauge.transforms.text.Utf8;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of a group's line (rules 4 to 6 of docs/formats/lsb-users.md), one method per rule.
 * Reused from line to line; everything it holds is a slice of the line.
 */
final class DataLine {
  private static final long MAX_SHARES = 2147483646L;

  private static final byte NAME = 0;
  private static final byte BLANK = 1;
  private static final byte PARENTHESIS = 2;
  private static final byte DELIMITER = 4;
  private static final byte CONTROL = 8;
  private static final byte[] CLASSES = classes();

  private final GroupNames groups;
  private final Branches branches;
  private final LineNames names = new LineNames();
  private final Row row = new Row(4);
  private final BadEntryList badEntries;

  private byte[] b = new byte[0];
  private int lineStart;
  private int lineEnd;
  private boolean ascii;
  private int seen;
  private int[] valueStarts = new int[8];
  private int[] valueEnds = new int[8];
  private int groupStart;
  private int groupEnd;
  private boolean hasDefault;
  private boolean hasOthers;

  DataLine(Branches branches, BadEntries badEntries) {
    this.branches = branches;
    this.badEntries = new BadEntryList(badEntries);
    this.groups = new GroupNames(branches);
  }

  private static byte[] classes() {
    byte[] classes = new byte[256];
    for (int i = 0; i < ' '; i++) {
      classes[i] = CONTROL;
    }
    classes[0x7f] = CONTROL;
    classes[' '] = BLANK;
    classes['\t'] = BLANK;
    classes['\f'] = BLANK;
    classes[0x0b] = BLANK;
    classes['('] = PARENTHESIS;
    classes[')'] = PARENTHESIS;
    classes['['] = DELIMITER;
    classes[']'] = DELIMITER;
    classes[','] = DELIMITER;
    return classes;
  }

  private static int classOf(byte b) {
    return CLASSES[b & 0xff];
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
    values(header.columns().size());
    groupName(header.index(Header.Name.GROUP_NAME));
    members(header.index(Header.Name.GROUP_MEMBER));
    int shares = header.index(Header.Name.USER_SHARES);
    if (shares >= 0) {
      shares(shares);
      badEntries.check();
    }
  }

  /** Rule: value { blanks value }, as many as the header has columns. */
  private void values(int expected) throws MalformedLine {
    if (valueStarts.length < expected) {
      valueStarts = new int[expected];
      valueEnds = new int[expected];
    }
    seen = 0;
    int count = 0;
    int extra = -1;
    int i = Blanks.skip(b, lineStart, lineEnd);
    while (i < lineEnd) {
      int end = b[i] == '(' ? parenthesised(i) : bare(i);
      if (count < expected) {
        valueStarts[count] = i;
        valueEnds[count] = end;
      } else if (extra < 0) {
        extra = i;
      }
      count++;
      i = Blanks.skip(b, end, lineEnd);
    }
    if (count != expected) {
      throw new MalformedLine(
          extra < 0 ? lineEnd : extra,
          "expected "
              + expected
              + " values, one for each column of the header, but found "
              + count);
    }
  }

  /** Rule: '(' … the ')' that balances it, then a blank or the end of the line. */
  private int parenthesised(int start) throws MalformedLine {
    int depth = 0;
    int all = seen;
    for (int i = start; i < lineEnd; i++) {
      byte c = b[i];
      int kind = CLASSES[c & 0xff];
      all |= kind;
      if (kind == PARENTHESIS) {
        depth += c == '(' ? 1 : -1;
        if (depth == 0) {
          seen = all;
          if (i + 1 < lineEnd && !Blanks.isBlank(b[i + 1])) {
            throw new MalformedLine(i + 1, "expected a blank after ')' but found " + wordAt(i + 1));
          }
          return i + 1;
        }
      }
    }
    throw new MalformedLine(start, "expected ')' to close this '(' but found the end of the line");
  }

  /** Rule: any bytes but blanks and parentheses. */
  private int bare(int start) throws MalformedLine {
    int i = start;
    int kind = 0;
    while (i < lineEnd && (kind = classOf(b[i])) != BLANK) {
      if (kind == PARENTHESIS) {
        throw new MalformedLine(
            i,
            b[i] == ')'
                ? "expected '(' before ')' but found none"
                : "expected a blank before '(' but found none");
      }
      seen |= kind;
      i++;
    }
    return i;
  }

  /** Narrows a value to what is between its parentheses; false if it is empty. */
  private boolean isPresent(int value) {
    int start = valueStarts[value];
    int end = valueEnds[value];
    if (b[start] == '(') {
      start = Blanks.skip(b, start + 1, end - 1);
      end--;
    }
    valueStarts[value] = start;
    valueEnds[value] = end;
    boolean isDash = start < end && b[start] == '-' && Blanks.skip(b, start + 1, end) == end;
    return start < end && !isDash;
  }

  private void groupName(int value) throws MalformedLine {
    int start = valueStarts[value];
    if (!isPresent(value)) {
      throw new MalformedLine(start, "GROUP_NAME: expected a name but found nothing");
    }
    groupStart = valueStarts[value];
    groupEnd = name(groupStart, valueEnds[value], "GROUP_NAME");
    int next = Blanks.skip(b, groupEnd, valueEnds[value]);
    if (next < valueEnds[value]) {
      throw new MalformedLine(next, "GROUP_NAME: expected one name but found also " + wordAt(next));
    }
  }

  /** Rule: { name }. */
  private void members(int value) throws MalformedLine {
    if (!isPresent(value)) {
      return;
    }
    int end = valueEnds[value];
    int i = valueStarts[value];
    while (i < end) {
      int nameEnd = name(i, end, "GROUP_MEMBER");
      names.add(i, nameEnd);
      i = Blanks.skip(b, nameEnd, end);
    }
  }

  /** Rule: bytes other than blanks, parentheses, brackets and commas; not '-' alone. */
  private int name(int start, int end, String column) throws MalformedLine {
    int i = nameEnd(start, end);
    if (i < end && !Blanks.isBlank(b[i])) {
      throw new MalformedLine(
          i, column + ": expected a name but found '" + (char) b[i] + "' in " + wordAt(start));
    }
    if (i - start == 1 && b[start] == '-') {
      throw new MalformedLine(start, column + ": expected a name but found '-' in a list");
    }
    return i;
  }

  private int nameEnd(int start, int end) {
    byte[] bytes = b;
    int i = start;
    while (i < end && (CLASSES[bytes[i] & 0xff] & (BLANK | PARENTHESIS | DELIMITER)) == NAME) {
      i++;
    }
    return i;
  }

  /** Rule: entry { [ ',' ] entry }, blanks anywhere between. */
  private void shares(int value) throws MalformedLine {
    if (!isPresent(value)) {
      return;
    }
    int end = valueEnds[value];
    int first = valueStarts[value];
    int i = first;
    hasDefault = false;
    hasOthers = false;
    while (i < end) {
      int start = i;
      boolean behindComma = i > first && b[i] == ',';
      try {
        i = entry(behindComma ? i + 1 : i, end);
      } catch (MalformedLine e) {
        i = entryEnd(start, end);
        badEntries.add(e);
      }
      i = Blanks.skip(b, i, end);
    }
  }

  /** Rule: '[' name ',' shares ']'; returns where it ends. */
  private int entry(int start, int end) throws MalformedLine {
    int nameStart = Blanks.skip(b, delimiter(start, end, '['), end);
    int nameEnd = shareName(nameStart, end);
    int digits = Blanks.skip(b, delimiter(nameEnd, end, ','), end);
    int digitsEnd = shareCount(digits, end, nameStart, nameEnd);
    int entryEnd = delimiter(digitsEnd, end, ']');
    share(nameStart, nameEnd, digits, digitsEnd);
    return entryEnd;
  }

  /** An entry that is none ends behind its bracket all the same. */
  private int entryEnd(int start, int end) throws MalformedLine {
    for (int i = start; i < end; i++) {
      if (b[i] == ']') {
        return i + 1;
      }
      if (classOf(b[i]) == PARENTHESIS) {
        throw new MalformedLine(
            i, "USER_SHARES: expected no parentheses in it but found '" + (char) b[i] + "'");
      }
    }
    return end;
  }

  private int delimiter(int start, int end, char expected) throws MalformedLine {
    int i = Blanks.skip(b, start, end);
    if (i >= end || b[i] != expected) {
      throw new MalformedLine(
          i, "USER_SHARES: expected '" + expected + "' but found " + found(i, end));
    }
    return i + 1;
  }

  private int shareName(int start, int end) throws MalformedLine {
    int nameEnd = nameEnd(start, end);
    if (nameEnd == start || (nameEnd - start == 1 && b[start] == '-')) {
      throw new MalformedLine(
          start, "USER_SHARES: expected a name after '[' but found " + found(start, end));
    }
    return nameEnd;
  }

  private int shareCount(int start, int end, int nameStart, int nameEnd) throws MalformedLine {
    long shares = 0;
    int i = start;
    while (i < end && b[i] >= '0' && b[i] <= '9') {
      shares = Math.min(shares * 10 + (b[i] - '0'), MAX_SHARES + 1);
      i++;
    }
    boolean ended = i >= end || classOf(b[i]) == BLANK || classOf(b[i]) == DELIMITER;
    if (i == start || !ended || shares == 0) {
      String name = Excerpt.quoted(b, nameStart, nameEnd);
      throw new MalformedLine(
          start,
          "USER_SHARES: expected a positive integer after "
              + name.substring(0, name.length() - 1)
              + ",' but found "
              + found(start, end));
    }
    if (shares > MAX_SHARES) {
      throw new MalformedLine(
          start,
          "USER_SHARES: expected at most " + MAX_SHARES + " shares but found " + found(start, end));
    }
    return i;
  }

  private void share(int nameStart, int nameEnd, int digits, int digitsEnd) throws MalformedLine {
    boolean isDefault = is(nameStart, nameEnd, "default");
    boolean isOthers = is(nameStart, nameEnd, "others");
    if ((isDefault && hasOthers) || (isOthers && hasDefault)) {
      throw new MalformedLine(
          nameStart, "USER_SHARES: expected only one of default and others but found both");
    }
    hasDefault |= isDefault;
    hasOthers |= isOthers;
    int significant = digits;
    while (significant < digitsEnd - 1 && b[significant] == '0') {
      significant++;
    }
    if (!names.share(names.add(nameStart, nameEnd), significant, digitsEnd)) {
      throw new MalformedLine(
          nameStart,
          "USER_SHARES: expected one entry a name but found another for "
              + Excerpt.quoted(b, nameStart, nameEnd));
    }
  }

  /** Why a well-formed line is refused, or null; it then counts its distinct names. */
  @Nullable MalformedLine refusal() {
    if ((seen & CONTROL) != 0) {
      int at = lineStart;
      while (classOf(b[at]) != CONTROL) {
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
      if (is(groupStart, groupEnd, reserved)) {
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

  private boolean is(int start, int end, String word) {
    if (end - start != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (b[start + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private String wordAt(int start) {
    return Excerpt.quoted(b, start, Blanks.wordEnd(b, start, lineEnd));
  }

  /** What stands at a position of a share entry, up to its end. */
  private String found(int start, int end) {
    if (start >= end) {
      return "the end of the value";
    }
    int i = start + 1;
    while (i < end && (classOf(b[i]) & (BLANK | DELIMITER)) == 0) {
      i++;
    }
    return Excerpt.quoted(b, start, i);
  }
}
