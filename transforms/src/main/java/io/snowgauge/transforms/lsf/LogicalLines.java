package io.snowgauge.transforms.lsf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads a file as logical lines: comments dropped, continuations joined, blank lines skipped (rules
 * 1 of docs/formats/lsb-users.md). A line is a slice of a reused array, valid until the next call;
 * a line over the limit is reported but not held.
 */
final class LogicalLines {
  /** What {@link #next} found. */
  enum Kind {
    /** A logical line with text. */
    TEXT,
    /** A comment line whose first word is a directive. */
    DIRECTIVE,
    /** The end of the file. */
    END
  }

  /** Enough for {@link io.snowgauge.transforms.record.Reject#RAW_CHARACTERS} of four bytes. */
  private static final int RAW_BYTES = 4004;

  private final EncodingCheck encoding = new EncodingCheck();
  private final PhysicalLines physical;
  private final JoinedLine joined;

  /** Whether the current physical line is to be read next: it ended a line that it is not of. */
  private boolean pushedBack;

  private boolean isJoined;
  private byte[] bytes = {};
  private int start;
  private int end;
  private long line;
  private boolean over;
  private boolean ascii;

  LogicalLines(InputStream in, int maxLineBytes) {
    physical = new PhysicalLines(in, maxLineBytes, encoding);
    joined = new JoinedLine(maxLineBytes, RAW_BYTES);
  }

  /** Moves to the next logical line or directive. */
  Kind next() throws IOException {
    while (nextPhysical()) {
      if (physical.isCommentLine()) {
        if (isDirective()) {
          int end = directiveEnd();
          boolean isCut = end < 0;
          single(physical.numberSign(), isCut ? physical.numberSign() + PhysicalLines.KEPT : end);
          over = isCut;
          return Kind.DIRECTIVE;
        }
      } else if (physical.continues() || physical.dropsBackslashes()) {
        join();
        if (joined.hasText()) {
          return Kind.TEXT;
        }
      } else if (!physical.isBlank()) {
        single(physical.start(), physical.textEnd());
        return Kind.TEXT;
      }
    }
    return Kind.END;
  }

  private boolean nextPhysical() throws IOException {
    boolean found = pushedBack || physical.next();
    pushedBack = false;
    return found;
  }

  private boolean isDirective() {
    for (Directive directive : Directive.ALL) {
      if (directive.isAt(physical.buffer(), physical.numberSign(), physical.end())) {
        return true;
      }
    }
    return false;
  }

  /**
   * A directive's text ends at a second number sign or with the line; -1 if it is over the limit
   * and longer than is kept of such a line.
   */
  private int directiveEnd() {
    int from = physical.numberSign() + 1;
    int to = physical.end();
    boolean isCut = physical.isCommentOver() && to - physical.numberSign() >= PhysicalLines.KEPT;
    if (isCut) {
      to = physical.numberSign() + PhysicalLines.KEPT;
    }
    int i = from;
    while (i < to && physical.buffer()[i] != '#') {
      i++;
    }
    if (isCut && i == to) {
      return -1;
    }
    return PhysicalLines.trimmedEnd(physical.buffer(), from, i);
  }

  /** Makes a slice of the physical line the logical one. */
  private void single(int from, int to) {
    isJoined = false;
    bytes = physical.buffer();
    start = from;
    end = to;
    line = physical.number();
    over = physical.isOver();
    ascii = physical.isAscii();
  }

  /** Copies the physical line and joins it, if it continues, with those that follow. */
  private void join() throws IOException {
    isJoined = true;
    line = physical.number();
    joined.start();
    joined.add(physical);
    boolean open = physical.continues();
    while (open && nextPhysical()) {
      pushedBack = physical.isCommentLine();
      if (!pushedBack) {
        joined.add(physical);
      }
      open = !pushedBack && physical.continues();
    }
    bytes = joined.bytes();
    start = 0;
    end = joined.length();
    over = joined.isOver();
    ascii = joined.isAscii();
  }

  /** What is known of the file's encoding from what was read of it. */
  EncodingCheck encoding() {
    return encoding;
  }

  /** Whether the file is one line that has CRs in it: they were meant to end lines. */
  boolean isOneLineWithReturns() {
    return physical.number() == 1 && physical.firstHasReturns();
  }

  /** The array that holds the line. */
  byte[] bytes() {
    return bytes;
  }

  /** Where the line starts, leading blanks included. */
  int start() {
    return start;
  }

  /** Where the line's text ends, exclusively. */
  int end() {
    return end;
  }

  /** The physical line, from 1, where the logical line starts. */
  long line() {
    return line;
  }

  /** Whether the line is over the limit; then its text is incomplete. */
  boolean isOver() {
    return over;
  }

  /** Whether the line's physical text holds no byte above 0x7f. */
  boolean isAscii() {
    return ascii;
  }

  /** The physical text of the line, cut at about {@link #RAW_BYTES} bytes. */
  String raw() {
    if (isJoined) {
      return new String(joined.raw(), 0, joined.rawLength(), StandardCharsets.UTF_8);
    }
    int length = Math.min(physical.end() - physical.start(), RAW_BYTES);
    return new String(physical.buffer(), physical.start(), length, StandardCharsets.UTF_8);
  }
}
