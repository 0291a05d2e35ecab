package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.text.AsciiWords;
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
  private int numberSign; // The first one, or -1.
  private boolean ascii;
  private boolean over;
  private int textEnd;
  private boolean continues;
  private boolean blank;

  PhysicalLines(InputStream in, int maxLineBytes, EncodingCheck encoding) {
    this.in = in;
    this.maxLineBytes = maxLineBytes;
    this.encoding = encoding;
  }

  /** Moves to the next line; false at the end of the file. */
  boolean next() throws IOException {
    if (!find()) {
      return false;
    }
    number++;
    if (number == 1) {
      start += encoding.takeMark(buffer, start, end);
      firstHasReturns = hasReturns(start, trimmedEnd(buffer, start, end));
    }
    textEnd = trimmedEnd(buffer, start, numberSign < 0 ? end : numberSign);
    if (held) {
      over = end - start > maxLineBytes && endWithoutReturns(start, end) - start > maxLineBytes;
      continues = textEnd > start && buffer[textEnd - 1] == '\\';
      textEnd = continues ? textEnd - 1 : textEnd;
      blank = AsciiWords.skipBlanks(buffer, start, textEnd) == textEnd;
      encoding.take(buffer, start, end, true);
    }
    encoding.endLine(number);
    return true;
  }

  /** Finds where the next line starts and ends; of one that is not held, also the rest. */
  private boolean find() throws IOException {
    held = true;
    numberSign = -1;
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
    int sign = numberSign;
    int seen = 0;
    int i = from;
    while (i < to) {
      byte c = b[i];
      if (c == '\n') {
        break;
      }
      seen |= c;
      if (c == '#' && sign < 0) {
        sign = i;
      }
      i++;
    }
    numberSign = sign;
    ascii &= seen >= 0;
    return i;
  }

  /** Reads more of the line, for which it moves to the start of the buffer. */
  private void refill() throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      numberSign = numberSign < 0 ? numberSign : numberSign - position;
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
    int first = AsciiWords.skipBlanks(buffer, position, limit);
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
    while (i > from && (AsciiWords.isBlank(bytes[i - 1]) || bytes[i - 1] == '\r')) {
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
    return numberSign >= 0 && AsciiWords.skipBlanks(buffer, start, numberSign) == numberSign;
  }

  /** Where the first number sign stands, or -1. */
  int numberSign() {
    return numberSign;
  }

  /** Whether the text is nothing but blanks. */
  boolean isBlank() {
    return blank;
  }

  /** Whether the text ends in a backslash. */
  boolean continues() {
    return continues;
  }

  /** Whether the line is over the limit, comment included. */
  boolean isOver() {
    return over;
  }

  /** Whether the line holds no byte above 0x7f. */
  boolean isAscii() {
    return ascii;
  }
}
