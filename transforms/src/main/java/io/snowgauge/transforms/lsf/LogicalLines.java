package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file as logical lines: comments dropped, continuations joined, blank lines skipped (rules
 * 1 of docs/formats/lsb-users.md). A line is a slice of a reused buffer, valid until the next call;
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

  private static final int FIRST_BUFFER = 256 << 10;

  /** Enough for {@link io.snowgauge.transforms.record.Reject#RAW_CHARACTERS} of four bytes. */
  private static final int RAW_BYTES = 4004;

  /** How much is kept of a line that is too long to be held. */
  private static final int KEPT_OF_OVER_LONG = 8 << 10;

  private final InputStream in;
  private final int maxLineBytes;

  private byte[] buffer = new byte[FIRST_BUFFER];
  private int position;
  private int limit;
  private boolean inputEnded;

  // The physical line.
  private int physicalStart;
  private int physicalEnd;
  private int hash;
  private boolean ascii;
  private boolean physicalOver;
  private boolean skipped;
  private boolean overIsBlank;
  private boolean overContinues;
  private long physicalLine;
  private boolean pushedBack;
  private boolean nulSeen;
  private boolean invalidSeen;

  // The logical line.
  private byte[] bytes = buffer;
  private int start;
  private int end;
  private long line;
  private boolean over;
  private boolean logicalAscii;
  private byte[] joined = new byte[4096];
  private int joinedLength;
  private boolean joinedHasText;
  private final byte[] raw = new byte[RAW_BYTES];
  private int rawLength;
  private boolean isJoined;

  private boolean watching = true;
  private @Nullable String textFault;

  LogicalLines(InputStream in, int maxLineBytes) {
    this.in = in;
    this.maxLineBytes = maxLineBytes;
  }

  /** Moves to the next logical line or directive. */
  Kind next() throws IOException {
    boolean open = false;
    isJoined = false;
    while (physical()) {
      int first = skipBlanks(physicalStart, physicalEnd);
      if (first < physicalEnd && buffer[first] == '#') {
        if (open) {
          pushedBack = true;
          if (joinedHasText) {
            return joinedLine();
          }
          open = false;
          continue;
        }
        if (isDirective(first)) {
          return wholeLine(first, directiveEnd(first), Kind.DIRECTIVE);
        }
        continue;
      }
      int textEnd = trimEnd(physicalStart, hash < 0 ? physicalEnd : hash);
      boolean continues =
          physicalOver ? overContinues : textEnd > physicalStart && buffer[textEnd - 1] == '\\';
      if (!open && !continues) {
        if (physicalOver ? overIsBlank : first >= textEnd) {
          continue;
        }
        return wholeLine(physicalStart, textEnd, Kind.TEXT);
      }
      if (!open) {
        open = true;
        startJoining();
      }
      join(continues && !physicalOver ? textEnd - 1 : textEnd);
      if (!continues) {
        open = false;
        if (joinedHasText) {
          return joinedLine();
        }
      }
    }
    return open && joinedHasText ? joinedLine() : Kind.END;
  }

  private Kind wholeLine(int from, int to, Kind kind) {
    bytes = buffer;
    start = from;
    end = to;
    line = physicalLine;
    over = physicalOver;
    logicalAscii = ascii;
    isJoined = false;
    return kind;
  }

  private void startJoining() {
    joinedLength = 0;
    joinedHasText = false;
    rawLength = 0;
    line = physicalLine;
    over = false;
    logicalAscii = true;
    isJoined = true;
  }

  private void join(int textEnd) {
    over |= physicalOver;
    logicalAscii &= ascii;
    joinedHasText |= physicalOver ? !overIsBlank : skipBlanks(physicalStart, textEnd) < textEnd;
    int rawEnd = rawEnd();
    if (rawLength > 0 && rawLength < RAW_BYTES) {
      raw[rawLength++] = '\n';
    }
    int rawPart = Math.min(rawEnd - physicalStart, RAW_BYTES - rawLength);
    System.arraycopy(buffer, physicalStart, raw, rawLength, rawPart);
    rawLength += rawPart;

    int length = textEnd - physicalStart;
    if (over || joinedLength + (long) length > maxLineBytes) {
      over |= joinedLength + (long) length > maxLineBytes;
      return;
    }
    if (joinedLength + length > joined.length) {
      joined = Arrays.copyOf(joined, Math.max(joined.length * 2, joinedLength + length));
    }
    System.arraycopy(buffer, physicalStart, joined, joinedLength, length);
    joinedLength += length;
  }

  /** The end of the physical line without its line end, which is not among what is kept of one. */
  private int rawEnd() {
    return skipped ? physicalEnd : trimReturns(physicalStart, physicalEnd);
  }

  private Kind joinedLine() {
    bytes = joined;
    start = 0;
    end = joinedLength;
    return Kind.TEXT;
  }

  /** Finds the next physical line, without its LF. */
  private boolean physical() throws IOException {
    if (pushedBack) {
      pushedBack = false;
      return true;
    }
    int i = position;
    int seen = 0;
    hash = -1;
    physicalOver = false;
    nulSeen = false;
    invalidSeen = false;
    skipped = false;
    while (true) {
      byte[] b = buffer;
      int to = limit;
      int found = hash;
      while (i < to) {
        byte c = b[i];
        if (c == '\n') {
          break;
        }
        seen |= c;
        if (c == '#' && found < 0) {
          found = i;
        }
        i++;
      }
      hash = found;
      if (i < to) {
        physicalStart = position;
        physicalEnd = i;
        position = i + 1;
        break;
      }
      if (inputEnded) {
        if (i == position) {
          return false;
        }
        physicalStart = position;
        physicalEnd = i;
        position = i;
        break;
      }
      if (i - position > maxLineBytes + FIRST_BUFFER / 2 && !dropsExcess()) {
        skipOverLong(i);
        break;
      }
      i = limit;
      i -= refill();
    }
    ascii = seen >= 0;
    physicalLine++;
    if (physicalLine == 1) {
      byteOrderMark();
    }
    if (!skipped && physicalEnd - physicalStart > maxLineBytes) {
      markOver();
    }
    if (watching) {
      watchText();
    }
    return true;
  }

  /** Makes room for more of the current physical line; returns how far the line moved. */
  private int refill() throws IOException {
    int moved = position;
    if (moved > 0) {
      System.arraycopy(buffer, moved, buffer, 0, limit - moved);
      limit -= moved;
      position = 0;
      hash = hash < 0 ? hash : hash - moved;
    } else if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 8L, buffer.length * 2L));
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read < 0) {
      inputEnded = true;
    } else {
      limit += read;
    }
    return moved;
  }

  /** A line that is held whole but is longer than the limit. */
  private void markOver() {
    if (trimReturns(physicalStart, physicalEnd) - physicalStart <= maxLineBytes) {
      return;
    }
    int textEnd = trimEnd(physicalStart, hash < 0 ? physicalEnd : hash);
    physicalOver = true;
    overContinues = textEnd > physicalStart && buffer[textEnd - 1] == '\\';
    overIsBlank = skipBlanks(physicalStart, textEnd) >= (overContinues ? textEnd - 1 : textEnd);
  }

  /**
   * Shortens a line that grows too long to be held by what is of no consequence: the blanks that a
   * comment line starts with or may turn out to start with, and CRs that may be its end.
   */
  private boolean dropsExcess() {
    int first = skipBlanks(position, limit);
    if (first > position && first < limit && buffer[first] == '#') {
      position = first;
      return true;
    }
    int kept = position + maxLineBytes + KEPT_OF_OVER_LONG;
    if (first == limit || trimReturns(kept, limit) == kept) {
      limit = kept + 1;
      return true;
    }
    return false;
  }

  /** Reads the rest of a line that is too long to be held into the room behind its start. */
  private void skipOverLong(int from) throws IOException {
    physicalStart = position;
    physicalEnd = physicalStart + KEPT_OF_OVER_LONG;
    physicalOver = true;
    skipped = true;
    int commentStart = hash < 0 ? from : hash;
    int textEnd = trimEnd(physicalStart, commentStart);
    byte last = textEnd > physicalStart ? buffer[textEnd - 1] : (byte) ' ';
    int first = skipBlanks(physicalStart, from);
    boolean textBeforeLast = first < textEnd - 1;
    boolean text = first < commentStart;
    boolean comment = hash >= 0;
    hash = hash < physicalEnd ? hash : -1;
    int watched = look(physicalStart, from, false);
    boolean ended = false;
    while (!ended && !inputEnded) {
      int unwatched = limit - watched;
      System.arraycopy(buffer, watched, buffer, physicalEnd, unwatched);
      position = physicalEnd + unwatched;
      limit = position;
      int read = in.read(buffer, position, buffer.length - position);
      inputEnded = read < 0;
      limit += Math.max(read, 0);
      while (position < limit && !ended) {
        byte c = buffer[position++];
        ended = c == '\n';
        comment |= c == '#';
        if (!ended && !comment && c != ' ' && c != '\t') {
          textBeforeLast = c == '\r' ? textBeforeLast : text;
          last = c == '\r' ? last : c;
          text = true;
        }
      }
      watched = look(physicalEnd, ended ? position - 1 : position, ended || inputEnded);
    }
    overContinues = last == '\\';
    overIsBlank = overContinues ? !textBeforeLast : last == ' ';
  }

  private void byteOrderMark() {
    int length = physicalEnd - physicalStart;
    int b0 = length > 0 ? buffer[physicalStart] & 0xff : -1;
    int b1 = length > 1 ? buffer[physicalStart + 1] & 0xff : -1;
    int b2 = length > 2 ? buffer[physicalStart + 2] & 0xff : -1;
    int b3 = length > 3 ? buffer[physicalStart + 3] & 0xff : -1;
    if (b0 == 0xef && b1 == 0xbb && b2 == 0xbf) {
      physicalStart += 3;
    } else if ((b0 == 0xff && b1 == 0xfe) || (b0 == 0xfe && b1 == 0xff)) {
      textFault = "expected UTF-8 but found a UTF-16 or UTF-32 byte-order mark; convert the file";
      watching = false;
    } else if (b0 == 0 && b1 == 0 && b2 == 0xfe && b3 == 0xff) {
      textFault = "expected UTF-8 but found a UTF-32 byte-order mark; convert the file";
      watching = false;
    }
  }

  /**
   * Looks for bytes that are not text in a piece of the physical line.
   *
   * @return where the next piece must start, so that no character is cut
   */
  private int look(int from, int to, boolean isLast) {
    if (!watching || textFault != null) {
      return to;
    }
    int end = isLast ? to : Utf8.lastStart(buffer, from, to);
    for (int i = from; i < end && !nulSeen; i++) {
      nulSeen = buffer[i] == 0;
    }
    invalidSeen |= Utf8.firstInvalid(buffer, from, end) >= 0;
    return end;
  }

  private void watchText() {
    if (!skipped) {
      look(physicalStart, physicalEnd, true);
    }
    if (textFault == null && (nulSeen || invalidSeen)) {
      String found = nulSeen ? "a NUL byte" : "bytes that are not UTF-8";
      textFault = "line " + physicalLine + ": expected text but found " + found;
    }
  }

  /** Stops looking for bytes that are not text outside sections: a section was found. */
  void foundSection() {
    if (watching) {
      watching = false;
      textFault = null;
    }
  }

  /** Why what was read so far is not text in UTF-8, or null. */
  @Nullable String textFault() {
    return textFault;
  }

  /** Whether the file starts with a byte-order mark of another encoding. */
  boolean isOtherEncoding() {
    return !watching && textFault != null;
  }

  private boolean isDirective(int first) {
    int end = trimReturns(first, physicalEnd);
    for (Directive directive : Directive.ALL) {
      if (directive.isAt(buffer, first, end)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Where a directive's text ends: at a second hash or the end of the line, trimmed. One of a line
   * over the limit is cut.
   */
  private int directiveEnd(int first) {
    int to = physicalOver ? Math.min(physicalEnd, first + KEPT_OF_OVER_LONG) : physicalEnd;
    int i = first + 1;
    while (i < to && buffer[i] != '#') {
      i++;
    }
    return trimEnd(first + 1, i);
  }

  private int skipBlanks(int from, int to) {
    int i = from;
    while (i < to && (buffer[i] == ' ' || buffer[i] == '\t')) {
      i++;
    }
    return i;
  }

  private int trimEnd(int from, int to) {
    int i = to;
    while (i > from && (buffer[i - 1] == ' ' || buffer[i - 1] == '\t' || buffer[i - 1] == '\r')) {
      i--;
    }
    return i;
  }

  private int trimReturns(int from, int to) {
    int i = to;
    while (i > from && buffer[i - 1] == '\r') {
      i--;
    }
    return i;
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

  /** The last physical line read, from 1; 0 for an empty file. */
  long physicalLine() {
    return physicalLine;
  }

  /** Whether the line is over the limit; then its text is incomplete. */
  boolean isOver() {
    return over;
  }

  /** Whether the line's physical text holds no byte above 0x7f. */
  boolean isAscii() {
    return logicalAscii;
  }

  /** The physical text of the line, cut at about {@link #RAW_BYTES} bytes. */
  String raw() {
    if (isJoined) {
      return new String(raw, 0, rawLength, StandardCharsets.UTF_8);
    }
    int length = Math.min(rawEnd() - physicalStart, RAW_BYTES);
    return new String(buffer, physicalStart, length, StandardCharsets.UTF_8);
  }
}
