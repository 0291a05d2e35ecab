package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.text.Excerpt;

/**
 * The values of a group's line, one for each column of its header (section 4 of
 * docs/formats/lsb-users.md): bare, or in parentheses. They are slices of the line; reused from
 * line to line.
 */
final class LineValues {
  private byte[] b = new byte[0];
  private int lineEnd;
  private int seen;
  private int[] starts = new int[8];
  private int[] ends = new int[8];

  /** Rule: value { blanks value }, as many as the header has columns. */
  void read(byte[] bytes, int lineStart, int lineEnd, int expected) throws MalformedLine {
    b = bytes;
    this.lineEnd = lineEnd;
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

  /** Whether a control character is in one of them. */
  boolean holdControl() {
    return (seen & LineByte.CONTROL) != 0;
  }
}
