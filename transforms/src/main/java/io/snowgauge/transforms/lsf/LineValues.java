package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.text.Excerpt;
import io.snowgauge.transforms.text.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * The values of a data line, one for each column of its header (section 4 of
 * docs/formats/lsb-users.md): bare, or in parentheses. They are slices of the line; reused from
 * line to line.
 */
final class LineValues {
  private byte[] b = new byte[0];
  private int lineStart;
  private int lineEnd;
  private boolean ascii;
  private int seen;
  private int[] starts = new int[8];
  private int[] ends = new int[8];

  /** Rule: value { blanks value }, as many as the header has columns. */
  void read(LogicalLines lines, int expected) throws MalformedLine {
    b = lines.bytes();
    lineStart = lines.start();
    lineEnd = lines.end();
    ascii = lines.isAscii();
    if (starts.length < expected) {
      starts = new int[expected];
      ends = new int[expected];
    }
    seen = 0;
    int count = 0;
    int extra = -1;
    int i = Blanks.skip(b, lineStart, lineEnd);
    while (i < lineEnd) {
      int end = b[i] == '(' ? parenthesised(i) : bare(i);
      if (count < expected) {
        starts[count] = i;
        ends[count] = end;
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
      int kind = LineByte.kind(c);
      all |= kind;
      if (kind == LineByte.PARENTHESIS) {
        depth += c == '(' ? 1 : -1;
        if (depth == 0) {
          seen = all;
          if (i + 1 < lineEnd && !Blanks.isBlank(b[i + 1])) {
            throw new MalformedLine(
                i + 1,
                "expected a blank after ')' but found "
                    + Excerpt.quoted(b, i + 1, Blanks.wordEnd(b, i + 1, lineEnd)));
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
    while (i < lineEnd && (kind = LineByte.kind(b[i])) != LineByte.BLANK) {
      if (kind == LineByte.PARENTHESIS) {
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
  boolean isPresent(int value) {
    int start = starts[value];
    int end = ends[value];
    if (b[start] == '(') {
      start = Blanks.skip(b, start + 1, end - 1);
      end--;
    }
    starts[value] = start;
    ends[value] = end;
    boolean isDash = start < end && b[start] == '-' && Blanks.skip(b, start + 1, end) == end;
    return start < end && !isDash;
  }

  int start(int value) {
    return starts[value];
  }

  int end(int value) {
    return ends[value];
  }

  /** Rule: a single name, whose slice the value becomes. */
  void narrowToName(int value, String column) throws MalformedLine {
    int start = starts[value];
    if (!isPresent(value)) {
      throw new MalformedLine(start, column + ": expected a name but found nothing");
    }
    int end = ends[value];
    ends[value] = nameEnd(starts[value], end, column);
    int next = Blanks.skip(b, ends[value], end);
    if (next < end) {
      throw new MalformedLine(next, column + ": expected one name but found also " + wordAt(next));
    }
  }

  /** Rule: { name }. */
  void addNames(int value, String column, LineNames names) throws MalformedLine {
    if (!isPresent(value)) {
      return;
    }
    int end = ends[value];
    int i = starts[value];
    while (i < end) {
      int nameEnd = nameEnd(i, end, column);
      names.add(i, nameEnd);
      i = Blanks.skip(b, nameEnd, end);
    }
  }

  /** Rule: bytes other than blanks, parentheses, brackets and commas; not '-' alone. */
  private int nameEnd(int start, int end, String column) throws MalformedLine {
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

  private String wordAt(int start) {
    return Excerpt.quoted(b, start, Blanks.wordEnd(b, start, lineEnd));
  }

  /**
   * Rule: digits for a number of at most {@code max}; a value that {@link #isPresent} becomes their
   * slice without leading zeros.
   *
   * @return why it is none, or null
   */
  @Nullable MalformedLine narrowToInteger(int value, String column, long max) {
    int start = starts[value];
    int end = Blanks.trimmedEnd(b, start, ends[value]);
    long number = 0;
    for (int i = start; i < end; i++) {
      if (b[i] < '0' || b[i] > '9') {
        return new MalformedLine(
            start, column + ": expected an integer or '-' but found " + shown(start, end));
      }
      number = Math.min(number * 10 + (b[i] - '0'), max + 1);
    }
    if (number > max) {
      return new MalformedLine(
          start, column + ": expected at most " + max + " but found " + shown(start, end));
    }
    while (start < end - 1 && b[start] == '0') {
      start++;
    }
    starts[value] = start;
    ends[value] = end;
    return null;
  }

  private String shown(int start, int end) {
    return Excerpt.quoted(b, start, end);
  }

  /** Why the line cannot be stored as text, or null. */
  @Nullable MalformedLine unstorable() {
    if ((seen & LineByte.CONTROL) != 0) {
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
    return null;
  }
}
