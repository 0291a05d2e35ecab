package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.text.AsciiWords;
import io.snowgauge.transforms.text.Excerpt;

/**
 * The grammar of a line's USER_SHARES (section 4 of docs/formats/lsb-users.md), one method per
 * rule. What it reads goes to the line's names; reused from line to line.
 */
final class ShareEntries {
  private static final long MAX_SHARES = 2147483646L;

  private final LineNames names;
  private final BadEntryList badEntries;

  private byte[] b = new byte[0];
  private int end;
  private boolean hasDefault;
  private boolean hasOthers;

  ShareEntries(LineNames names, BadEntryList badEntries) {
    this.names = names;
    this.badEntries = badEntries;
  }

  /** Rule: entry { [ ',' ] entry }, blanks anywhere between. */
  void read(byte[] bytes, int first, int end) throws MalformedLine {
    b = bytes;
    this.end = end;
    hasDefault = false;
    hasOthers = false;
    int i = first;
    while (i < end) {
      int start = i;
      boolean behindComma = i > first && b[i] == ',';
      try {
        i = entry(behindComma ? i + 1 : i);
      } catch (MalformedLine e) {
        i = badEntryEnd(start);
        badEntries.add(e);
      }
      i = Blanks.skip(b, i, end);
    }
  }

  /** Rule: '[' name ',' shares ']'; returns where it ends. */
  private int entry(int start) throws MalformedLine {
    int nameStart = Blanks.skip(b, delimiter(start, '['), end);
    int nameEnd = name(nameStart);
    int digits = Blanks.skip(b, delimiter(nameEnd, ','), end);
    int digitsEnd = count(digits, nameStart, nameEnd);
    int entryEnd = delimiter(digitsEnd, ']');
    share(nameStart, nameEnd, digits, digitsEnd);
    return entryEnd;
  }

  /** An entry that is none ends behind its bracket all the same. */
  private int badEntryEnd(int start) throws MalformedLine {
    for (int i = start; i < end; i++) {
      if (b[i] == ']') {
        return i + 1;
      }
      if (LineByte.kind(b[i]) == LineByte.PARENTHESIS) {
        throw new MalformedLine(
            i, "USER_SHARES: expected no parentheses in it but found '" + (char) b[i] + "'");
      }
    }
    return end;
  }

  private int delimiter(int start, char expected) throws MalformedLine {
    int i = Blanks.skip(b, start, end);
    if (i >= end || b[i] != expected) {
      throw new MalformedLine(i, "USER_SHARES: expected '" + expected + "' but found " + found(i));
    }
    return i + 1;
  }

  private int name(int start) throws MalformedLine {
    int nameEnd = LineByte.nameEnd(b, start, end);
    if (nameEnd == start || (nameEnd - start == 1 && b[start] == '-')) {
      throw new MalformedLine(
          start, "USER_SHARES: expected a name after '[' but found " + found(start));
    }
    return nameEnd;
  }

  private int count(int start, int nameStart, int nameEnd) throws MalformedLine {
    long shares = 0;
    int i = start;
    while (i < end && b[i] >= '0' && b[i] <= '9') {
      shares = Math.min(shares * 10 + (b[i] - '0'), MAX_SHARES + 1);
      i++;
    }
    boolean ended = i >= end || (LineByte.kind(b[i]) & (LineByte.BLANK | LineByte.DELIMITER)) != 0;
    if (i == start || !ended || shares == 0) {
      String name = Excerpt.quoted(b, nameStart, nameEnd);
      throw new MalformedLine(
          start,
          "USER_SHARES: expected a positive integer after "
              + name.substring(0, name.length() - 1)
              + ",' but found "
              + found(start));
    }
    if (shares > MAX_SHARES) {
      throw new MalformedLine(
          start,
          "USER_SHARES: expected at most " + MAX_SHARES + " shares but found " + found(start));
    }
    return i;
  }

  private void share(int nameStart, int nameEnd, int digits, int digitsEnd) throws MalformedLine {
    boolean isDefault = AsciiWords.matches(b, nameStart, nameEnd, "default");
    boolean isOthers = AsciiWords.matches(b, nameStart, nameEnd, "others");
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

  /** What stands at a position, up to the end of the entry's part. */
  private String found(int start) {
    if (start >= end) {
      return "the end of the value";
    }
    int i = start + 1;
    while (i < end && (LineByte.kind(b[i]) & (LineByte.BLANK | LineByte.DELIMITER)) == 0) {
      i++;
    }
    return Excerpt.quoted(b, start, i);
  }
}
