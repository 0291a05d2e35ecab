package io.snowgauge.transforms.lsf;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads a file as physical lines and tells what a logical line needs to know of each (rules 1.1 to
 * 1.3 of docs/formats/lsb-users.md): whether it is a comment line, where its text ends, and whether
 * the next line continues it. A line is a slice of a reused buffer, valid until the next call.
 *
 * <p>A line that is much longer than the limit is not held: only its start is in the buffer, but
 * what is told of it is true of all of it.
 */
final class PhysicalLines {
  /** How much is in the buffer of a line that is not held. */
  static final int KEPT = 8 << 10;

  private static final int FIRST_BUFFER = 256 << 10;

  /** The bytes that say something of the line. */
  private static final boolean[] SPECIAL = new boolean[256];

  static {
    for (char c : new char[] {'\n', '#', '\\'}) {
      SPECIAL[c] = true;
    }
  }

  private final InputStream in;
  private final int maxLineBytes;
  private final EncodingCheck encoding;

  private byte[] buffer = new byte[FIRST_BUFFER];
  private int position; // Of the next line.
  private int limit;
  private boolean inputEnded;

  private boolean firstHasReturns;

  // The current line.
  private long number;
  private int start;
  private int end;
  private boolean held;
  private int numberSign; // The first one that begins a comment, or -1.
  private int backslash; // The first one, or -1.
  private boolean ascii;
  private boolean over;
  private int textEnd;
  private boolean continues;
  private boolean dropsBackslashes;
  private boolean blank;

  PhysicalLines(InputStream in, int maxLineBytes, EncodingCheck encoding) {
    this.in = in;
    this.maxLineBytes = maxLineBytes;
    this.encoding = encoding;
  }

  /** Moves to the next line; false at the end of the file. */
  boolean next() throws IOException {
    if (number == 0) {
      skipMark();
    }
    if (!find()) {
      return false;
    }
    number++;
    if (number == 1) {
      firstHasReturns = hasReturns(start, trimmedEnd(buffer, start, end));
    }
    dropsBackslashes = false;
    if (held) {
      over = end - start > maxLineBytes && endWithoutReturns(start, end) - start > maxLineBytes;
      continues = false;
      if (backslash >= 0 && (numberSign < 0 || backslash < numberSign)) {
        readBackslashes();
      } else {
        textEnd = trimmedEnd(buffer, start, textLimit());
      }
      blank = dropsBackslashes ? isBlankBesideBackslashes() : isBlank(textEnd);
      encoding.take(buffer, start, end, true);
    } else {
      textEnd = trimmedEnd(buffer, start, textLimit());
    }
    encoding.endLine(number);
    return true;
  }

  /** The mark is no part of the first line, whose blanks may be more than are held. */
  private void skipMark() throws IOException {
    while (limit < EncodingCheck.LONGEST_MARK && !inputEnded) {
      read();
    }
    position = encoding.takeMark(buffer, 0, limit);
  }

  private int textLimit() {
    return numberSign < 0 ? end : numberSign;
  }

  private boolean isBlank(int to) {
    return Blanks.skip(buffer, start, to) == to;
  }

  /** Takes each backslash together with the byte behind it, which may be no comment then. */
  private void readBackslashes() {
    int last = endWithoutReturns(start, end);
    int i = backslash;
    numberSign = -1;
    while (i < last && numberSign < 0 && !continues) {
      if (buffer[i] == '#') {
        numberSign = i;
      } else if (buffer[i] != '\\') {
        i++;
      } else if (i + 1 == last) {
        continues = true;
      } else {
        dropsBackslashes |= Blanks.isBlank(buffer[i + 1]);
        i += 2;
      }
    }
    textEnd = continues ? last - 1 : trimmedEnd(buffer, start, textLimit());
  }

  /** Where a backslash is dropped there are only others and CRs, which are dropped at the end. */
  private boolean isBlankBesideBackslashes() {
    int to = continues ? textEnd : textLimit();
    for (int i = start; i < to; i++) {
      boolean isDropped = buffer[i] == '\\' && i + 1 < to && Blanks.isBlank(buffer[i + 1]);
      boolean isTrimmed = buffer[i] == '\r' && !continues;
      if (!Blanks.isBlank(buffer[i]) && !isDropped && !isTrimmed) {
        return false;
      }
    }
    return true;
  }

  /**
   * Copies the text without the backslashes in front of blanks and, unless the line continues,
   * without the blanks and CRs at its end.
   *
   * @param to has room for the text from {@code at} on
   * @return where the copy ends
   */
  int copyText(byte[] to, int at) {
    int limit = continues ? textEnd : textLimit();
    int size = at;
    int i = start;
    while (i < limit) {
      boolean isPair = buffer[i] == '\\' && i + 1 < limit;
      if (isPair && Blanks.isBlank(buffer[i + 1])) {
        i++;
      } else if (isPair) {
        to[size++] = buffer[i++];
      }
      to[size++] = buffer[i++];
    }
    return continues ? size : trimmedEnd(to, at, size);
  }

  /** Finds where the next line starts and ends; of one that is not held, also the rest. */
  private boolean find() throws IOException {
    held = true;
    numberSign = -1;
    backslash = -1;
    ascii = true;
    int i = pass(position);
    while (i == limit && !inputEnded) {
      if (i - position > maxLineBytes + FIRST_BUFFER / 2 && !dropExcess()) {
        skipRest();
        return true;
      }
      int passed = limit - position;
      refill();
      i = pass(position + passed);
    }
    boolean found = i > position || i < limit;
    start = position;
    end = i;
    position = Math.min(i + 1, limit);
    return found;
  }

  /** Passes bytes of the line to its end or to where no more are in the buffer. */
  private int pass(int from) {
    byte[] b = buffer;
    int to = limit;
    int seen = 0;
    int i = from;
    while (i < to) {
      byte c = b[i];
      if (SPECIAL[c & 0xff]) {
        if (c == '\n') {
          break;
        }
        found(c, i);
      }
      seen |= c;
      i++;
    }
    ascii &= seen >= 0;
    return i;
  }

  private void found(byte c, int at) {
    if (c == '#' && numberSign < 0) {
      numberSign = at;
    } else if (c == '\\' && backslash < 0) {
      backslash = at;
    }
  }

  /** Reads more of the line, for which it moves to the start of the buffer. */
  private void refill() throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      numberSign = numberSign < 0 ? numberSign : numberSign - position;
      backslash = backslash < 0 ? backslash : backslash - position;
      position = 0;
    } else if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 8L, buffer.length * 2L));
    }
    read();
  }

  private void read() throws IOException {
    int read = in.read(buffer, limit, buffer.length - limit);
    inputEnded = read < 0;
    limit += Math.max(read, 0);
  }

  /**
   * Makes a line shorter that has become too long to be held, where that changes nothing. There are
   * three cases: a comment line loses the blanks in front of it; a line of only blanks so far,
   * which may become a comment line, loses blanks; and a line that goes on with nothing but CRs,
   * which may be its line end, loses CRs. What is left of the latter two is over the limit if the
   * line turns out to have more text.
   *
   * @return false, changing nothing, in any other case
   */
  private boolean dropExcess() {
    int first = Blanks.skip(buffer, position, limit);
    if (first > position && first < limit && buffer[first] == '#') {
      position = first;
      return true;
    }
    int kept = position + maxLineBytes + KEPT;
    if (first == limit || endWithoutReturns(kept, limit) == kept) {
      limit = kept + 1;
      return true;
    }
    return false;
  }

  /** Reads the rest of a line that is not held, into the room behind what is kept of it. */
  private void skipRest() throws IOException {
    held = false;
    over = true;
    start = position;
    end = start + KEPT;
    LineTail tail = new LineTail();
    tail.take(buffer, start, limit);
    int checked = encoding.take(buffer, start, limit, false);
    boolean ended = false;
    while (!ended && !inputEnded) {
      int unchecked = limit - checked;
      System.arraycopy(buffer, checked, buffer, end, unchecked);
      position = end + unchecked;
      limit = position;
      read();
      int lineEnd = pass(position);
      ended = lineEnd < limit;
      tail.take(buffer, position, lineEnd);
      checked = encoding.take(buffer, end, lineEnd, ended || inputEnded);
      position = ended ? lineEnd + 1 : lineEnd;
    }
    numberSign = numberSign < end ? numberSign : -1;
    continues = tail.continues();
    blank = tail.isBlank();
  }

  private boolean hasReturns(int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer[i] == '\r') {
        return true;
      }
    }
    return false;
  }

  private int endWithoutReturns(int from, int to) {
    int i = to;
    while (i > from && buffer[i - 1] == '\r') {
      i--;
    }
    return i;
  }

  /** Where a text ends without the blanks and CRs behind it. */
  static int trimmedEnd(byte[] bytes, int from, int to) {
    int i = to;
    while (i > from && (Blanks.isBlank(bytes[i - 1]) || bytes[i - 1] == '\r')) {
      i--;
    }
    return i;
  }

  /** Whether CRs stand in the first line, as far as it is held, in front of other text. */
  boolean firstHasReturns() {
    return firstHasReturns;
  }

  /** The array that holds the line. */
  byte[] buffer() {
    return buffer;
  }

  /** The number of the line, from 1. */
  long number() {
    return number;
  }

  /** Where the line starts, leading blanks included. */
  int start() {
    return start;
  }

  /** Where what is in the buffer of the line ends, without its line end. */
  int end() {
    return held ? endWithoutReturns(start, end) : end;
  }

  /** Where the text ends, without comment, trailing blanks and the backslash of a continuation. */
  int textEnd() {
    return textEnd;
  }

  /** Whether nothing but blanks is in front of the first number sign. */
  boolean isCommentLine() {
    return numberSign >= 0 && Blanks.skip(buffer, start, numberSign) == numberSign;
  }

  /** Where the first number sign stands, or -1. */
  int numberSign() {
    return numberSign;
  }

  /** Whether the text is nothing but blanks. */
  boolean isBlank() {
    return blank;
  }

  /** Whether the line's last byte is a backslash with none before it that it belongs to. */
  boolean continues() {
    return continues;
  }

  /** Whether the text has backslashes in front of blanks, which are no part of it. */
  boolean dropsBackslashes() {
    return dropsBackslashes;
  }

  /** Whether the line is over the limit, comment included. */
  boolean isOver() {
    return over;
  }

  /** Whether a comment line is over the limit, the blanks in front of it not counted. */
  boolean isCommentOver() {
    return !held || endWithoutReturns(numberSign, end) - numberSign > maxLineBytes;
  }

  /** Whether the line holds no byte above 0x7f. */
  boolean isAscii() {
    return ascii;
  }
}
