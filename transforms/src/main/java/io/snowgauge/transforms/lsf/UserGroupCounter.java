package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.Included;
import io.snowgauge.transforms.record.Inclusions;
import io.snowgauge.transforms.record.MarkedTextCounter;
import io.snowgauge.transforms.record.RecordCounter;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Counts the records of the sections of one name of an {@code lsb.users} file as {@code
 * docs/formats/lsb-users.md} says: nothing for a header, 1 for a malformed line, and of UserGroup
 * the number of distinct names for a well-formed one, whether its group is later accepted or
 * rejected.
 *
 * <p>Three layers of state machines take the bytes and do not keep them: this class knows physical
 * lines, comments and continuations (rules 1) and hands on the text of logical lines; {@link
 * SectionCounter} finds the lines of groups in it, and a {@link DataLineCounter} the names in
 * those. Memory is bounded by the limit of a line, never by the file. The count of a file with
 * structural faults means nothing. Not for use by several threads.
 */
final class UserGroupCounter extends MarkedTextCounter {
  /** What the next byte of the physical line is part of. */
  private enum State {
    /** Only blanks so far: a number sign makes it a comment line. */
    LINE_START,
    TEXT,
    /**
     * Behind a CR that is not followed by other text yet. At the end of the line it would be no
     * text, nor would the blanks and CRs behind it: these bytes are held.
     */
    LOOSE_END,
    /**
     * Behind a backslash, or one and CRs: the next byte tells whether it continues the line, is
     * dropped, or is text. What was held in front of it still is.
     */
    BEHIND_BACKSLASH,
    /** A comment behind text. */
    COMMENT,
    COMMENT_LINE
  }

  /** The line from its number sign on; the name ends with it, or at another number sign. */
  private static final Pattern INCLUDE =
      Pattern.compile(
          "#(?i:include)(?=[ \\t\\f\\x0B(]|\\z)[ \\t\\f\\x0B]*([^#]*?)[ \\t\\f\\x0B\\r]*(#.*)?",
          Pattern.DOTALL);

  private static final Pattern LAST_RETURNS = Pattern.compile("\\r+\\z");
  private static final Pattern QUOTES = Pattern.compile("\\A\"(.*)\"\\z", Pattern.DOTALL);

  private static final byte[] BACKSLASH = {'\\'};
  private static final boolean[] MAY_END_TEXT = new boolean[256];

  static {
    for (char c : new char[] {'\n', '\r', '#', '\\'}) {
      MAY_END_TEXT[c] = true;
    }
  }

  /**
   * What is included, and how its text is written.
   *
   * @param file the file whose lines are counted, if it is not the outermost
   */
  record Following(Inclusions inclusions, TextEncoding encoding, @Nullable Included file) {
    Following(Inclusions inclusions, TextEncoding encoding) {
      this(inclusions, encoding, null);
    }
  }

  /** No name of a file is longer. */
  private static final int LONGEST_COMMENT = 16 << 10;

  private final int maxLineBytes;
  private final SectionCounter sections;
  private final @Nullable Following following;
  private final ByteArrayOutputStream comment = new ByteArrayOutputStream();

  // The physical line.
  private State state = State.LINE_START;
  private long length;
  private long dropped; // Backslashes that are no text.
  private long textLength; // Up to the last byte that is neither held nor a trailing blank.
  private long trailingCrs;
  private byte[] held = new byte[16];
  private int heldLength;

  // The logical line.
  private long joinedLength; // Of the physical lines before the current one.
  private boolean overLimit;
  private boolean continued;

  /**
   * A line over the limit of {@code maxLineBytes} counts 1, as any malformed line does.
   *
   * @param countsBadEntries whether bad entries of USER_SHARES count 1 each, not their line
   * @param following what is included, or null if that is not read
   */
  UserGroupCounter(
      int maxLineBytes,
      CountedSection section,
      boolean countsBadEntries,
      @Nullable Following following) {
    this(maxLineBytes, new SectionCounter(section, countsBadEntries), following);
  }

  private UserGroupCounter(
      int maxLineBytes, SectionCounter sections, @Nullable Following following) {
    super(true);
    this.sections = sections;
    this.maxLineBytes = maxLineBytes;
    this.following = following;
  }

  @Override
  protected long count() {
    endPhysicalLine();
    endLogicalLine();
    return sections.records();
  }

  @Override
  protected void scan(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      i =
          switch (state) {
            case LINE_START -> startLine(bytes, i, to);
            case TEXT -> passText(bytes, i, to);
            case LOOSE_END -> passLooseEnd(bytes, i, to);
            case BEHIND_BACKSLASH -> passBackslash(bytes, i);
            case COMMENT, COMMENT_LINE -> passComment(bytes, i, to);
          };
    }
  }

  private int startLine(byte[] bytes, int from, int to) {
    int i = CountedByte.skipBlanks(bytes, from, to);
    takeText(bytes, from, i);
    if (i < to) {
      if (bytes[i] == '#') {
        endLogicalLine();
        state = State.COMMENT_LINE;
      } else {
        state = State.TEXT;
      }
    }
    return i;
  }

  /** To behind the first byte that may end the text, or to the end of the bytes. */
  private int passText(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && !MAY_END_TEXT[bytes[i] & 0xff]) {
      i++;
    }
    takeText(bytes, from, i);
    if (i == to) {
      return to;
    }
    switch (bytes[i]) {
      case '\n' -> endPhysicalLine();
      case '#' -> startComment();
      case '\r' -> hold(bytes[i]);
      default -> startBackslash();
    }
    return i + 1;
  }

  private void startBackslash() {
    state = State.BEHIND_BACKSLASH;
    trailingCrs = 0;
    length++;
  }

  private int passBackslash(byte[] bytes, int i) {
    if (bytes[i] == '\n') {
      endPhysicalLine();
      return i + 1;
    }
    if (bytes[i] == '\r') {
      trailingCrs++;
      length++;
      return i + 1;
    }
    if (trailingCrs > 0) {
      takeBackslash(length - trailingCrs);
      holdTrailingCrs();
      return i;
    }
    if (CountedByte.isBlank(bytes[i])) {
      dropped++;
      state = heldLength > 0 ? State.LOOSE_END : State.TEXT;
      return i;
    }
    length++;
    takeBackslash(length);
    sections.take(bytes, i, i + 1);
    state = State.TEXT;
    return i + 1;
  }

  /** The backslash is text, and so is what was held in front of it. */
  private void takeBackslash(long newLength) {
    extendText(newLength);
    sections.take(held, 0, heldLength);
    sections.take(BACKSLASH, 0, 1);
    heldLength = 0;
  }

  private void holdTrailingCrs() {
    long crs = trailingCrs;
    length -= crs;
    for (long k = 0; k < crs; k++) {
      hold((byte) '\r');
    }
  }

  private int passLooseEnd(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && (bytes[i] == '\r' || CountedByte.isBlank(bytes[i]))) {
      hold(bytes[i]);
      i++;
    }
    if (i < to) {
      if (bytes[i] == '\\') {
        startBackslash();
        return i + 1;
      }
      state = State.TEXT;
      if (bytes[i] != '\n' && bytes[i] != '#') {
        takeHeld();
      }
    }
    return i;
  }

  private int passComment(byte[] bytes, int from, int to) {
    long crs = trailingCrs;
    int i = from;
    while (i < to && bytes[i] != '\n') {
      crs = bytes[i] == '\r' ? crs + 1 : 0;
      i++;
    }
    trailingCrs = crs;
    length += i - from;
    if (following != null && state == State.COMMENT_LINE) {
      comment.write(bytes, from, Math.min(i - from, LONGEST_COMMENT - comment.size()));
    }
    if (i == to) {
      return to;
    }
    endPhysicalLine();
    return i + 1;
  }

  private void takeText(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && CountedByte.isBlank(bytes[end - 1])) {
      end--;
    }
    if (end > from) {
      extendText(length + end - from);
    }
    length += to - from;
    sections.take(bytes, from, to);
  }

  private void takeHeld() {
    extendText(length);
    sections.take(held, 0, heldLength);
    heldLength = 0;
    trailingCrs = 0;
  }

  /** The text goes so far into the physical line, of which backslashes were dropped. */
  private void extendText(long newLength) {
    textLength = newLength - dropped;
    if (overLimit || joinedLength + textLength > maxLineBytes) {
      sections.dropRest();
    }
  }

  private void hold(byte b) {
    state = State.LOOSE_END;
    trailingCrs = b == '\r' ? trailingCrs + 1 : 0;
    addHeld(b);
    length++;
  }

  private void addHeld(byte b) {
    if (heldLength > 0 && CountedByte.isBlank(b) && CountedByte.isBlank(held[heldLength - 1])) {
      return; // One blank separates as well as many.
    }
    if (heldLength == held.length) {
      if (joinedLength + length - dropped >= maxLineBytes) {
        return; // If it turns out to be text, the line is over the limit.
      }
      held = Arrays.copyOf(held, heldLength * 2);
    }
    held[heldLength] = b;
    heldLength++;
  }

  private void startComment() {
    endText();
    state = State.COMMENT;
    length++;
    trailingCrs = 0;
  }

  private void endText() {
    continued = state == State.BEHIND_BACKSLASH;
    if (continued) { // What is in front of the backslash is text, blanks and CRs, too.
      long newLength = length - trailingCrs - 1;
      if (heldLength > 0) {
        extendText(newLength);
        sections.take(held, 0, heldLength);
      }
      textLength = newLength - dropped;
    }
    joinedLength += textLength;
    overLimit |= joinedLength > maxLineBytes;
    heldLength = 0;
  }

  private void endPhysicalLine() {
    if (state == State.COMMENT_LINE) {
      endCommentLine();
    } else {
      if (state != State.COMMENT) {
        endText();
      }
      overLimit |= length - trailingCrs > maxLineBytes;
      if (!continued) {
        endLogicalLine();
      }
    }
    state = State.LINE_START;
    length = 0;
    dropped = 0;
    textLength = 0;
    trailingCrs = 0;
  }

  /** The text of a file that it includes is counted in its place. */
  private void endCommentLine() {
    if (following == null) {
      return;
    }
    String line = LAST_RETURNS.matcher(comment.toString(StandardCharsets.UTF_8)).replaceFirst("");
    comment.reset();
    Matcher include = INCLUDE.matcher(line);
    if (!include.matches()) {
      return;
    }
    String name = QUOTES.matcher(line.substring(include.start(1), include.end(1))).replaceAll("$1");
    try {
      count(following, following.inclusions().find(name, following.file()));
    } catch (Inclusions.UnavailableException e) {
      // It is a structural fault, so that the count does not matter.
    }
  }

  private void count(Following known, Included file) {
    Following inside = new Following(known.inclusions(), known.encoding(), file);
    RecordCounter counter = new UserGroupCounter(maxLineBytes, sections, inside);
    if (known.encoding() != TextEncoding.UTF_8) {
      counter = new DecodingCounter(counter, known.encoding());
    }
    counter.update(file.text(), 0, file.text().length);
    counter.finish();
  }

  private void endLogicalLine() {
    sections.end(overLimit);
    joinedLength = 0;
    overLimit = false;
    continued = false;
  }
}
