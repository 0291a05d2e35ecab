package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.MarkedTextCounter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Counts the records of the UserGroup sections of an {@code lsb.users} file as {@code
 * docs/formats/lsb-users.md} says: nothing for a header, 1 for a malformed line, and the number of
 * distinct names for a well-formed one, whether its group is later accepted or rejected.
 *
 * <p>The bytes drive a state machine of two layers and are not kept: this class turns physical
 * lines into the bytes of logical lines, {@link Line} splits those into values and names. Names are
 * told apart by a 64-bit hash. Memory grows with the names of one line and is bounded by the limit
 * of a line, never by the file. The count of a file with structural faults means nothing. Not for
 * use by several threads.
 */
final class UserGroupCounter extends MarkedTextCounter {
  // Kinds of bytes. Those after COMMA have a meaning in physical lines only.
  private static final int ORDINARY = 0;
  private static final int BLANK = 1;
  private static final int OPEN = 2;
  private static final int CLOSE = 3;
  private static final int OPEN_BRACKET = 4;
  private static final int CLOSE_BRACKET = 5;
  private static final int COMMA = 6;
  private static final int NUMBER_SIGN = 7;
  private static final int BACKSLASH = 8;
  private static final int CR = 9;
  private static final int LF = 10;
  private static final byte[] KINDS = kinds();

  // Places in a physical line.
  private static final int HEAD = 0; // Only blanks so far: a '#' makes it a comment line.
  private static final int TEXT = 1;
  private static final int DEFERRING = 2; // Behind a backslash or CR that the line end may drop.
  private static final int TAIL_COMMENT = 3;
  private static final int COMMENT_LINE = 4;

  private final int maxLineBytes;
  private final Line line = new Line();

  // Positions count the bytes after the byte-order mark.
  private long position;
  private int place = HEAD;
  private long lineStart;
  private long textEnd; // Behind the last byte that is surely kept and not a blank.
  private long trailingCrs;
  private byte[] deferred = new byte[16]; // Runs of blanks are shortened to one.
  private int deferredLength;
  private long deferredStart;
  private boolean continued;
  private long joinedLength; // Of the logical line, without the current physical one.
  private boolean overLimit;

  /** A line over the limit of {@code maxLineBytes} counts 1, as any malformed line does. */
  UserGroupCounter(int maxLineBytes) {
    super(true);
    this.maxLineBytes = maxLineBytes;
  }

  @Override
  protected long count() {
    endPhysicalLine();
    endLogicalLine();
    return line.total;
  }

  @Override
  protected void scan(byte[] bytes, int from, int to) {
    long base = position - from;
    int i = from;
    while (i < to) {
      if (place == TEXT) {
        if (line.state == Line.NAME) {
          i = line.passName(bytes, i, to);
          textEnd = base + i;
        } else if (line.state == Line.SKIP) {
          i = passText(bytes, i, to, base);
        }
      } else if (place >= TAIL_COMMENT) {
        i = passComment(bytes, i, to);
      }
      if (i < to) {
        position = base + i;
        step(bytes[i]);
        i++;
      }
    }
    position = base + to;
  }

  private int passText(byte[] bytes, int from, int to, long base) {
    int i = from;
    while (i < to && KINDS[bytes[i] & 0xff] <= COMMA) {
      i++;
    }
    int end = i;
    while (end > from && isBlank(bytes[end - 1])) {
      end--;
    }
    if (end > from) {
      textEnd = base + end;
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
    return i;
  }

  private void step(byte b) {
    int kind = KINDS[b & 0xff];
    if (kind > COMMA) {
      lineByte(b, kind);
    } else if (kind != BLANK) {
      keepDeferred();
      place = TEXT;
      textEnd = position + 1;
      line.accept(b, kind);
    } else if (place == DEFERRING) {
      defer(b);
      trailingCrs = 0;
    } else {
      // Elsewhere a blank may be dropped as well, but only where the logical line ends with it.
      line.accept(b, kind);
    }
  }

  private void lineByte(byte b, int kind) {
    switch (kind) {
      case LF -> endPhysicalLine();
      case CR -> {
        place = DEFERRING;
        defer(b);
        trailingCrs++;
      }
      case BACKSLASH -> {
        keepDeferred();
        place = DEFERRING;
        deferredStart = position;
        defer(b);
      }
      default -> {
        if (place == HEAD) {
          endLogicalLine();
          place = COMMENT_LINE;
        } else {
          endText();
          place = TAIL_COMMENT;
        }
        trailingCrs = 0;
      }
    }
  }

  private void defer(byte b) {
    if (isBlank(b) && isBlank(deferred[deferredLength - 1])) {
      return;
    }
    if (deferredLength == deferred.length) {
      if (joinedLength + position - lineStart >= maxLineBytes) {
        return; // If it is kept, the line is over the limit and its content without effect.
      }
      deferred = Arrays.copyOf(deferred, deferredLength * 2);
    }
    deferred[deferredLength] = b;
    deferredLength++;
  }

  private void keepDeferred() {
    if (deferredLength > 0) {
      for (int i = 0; i < deferredLength; i++) {
        line.accept(deferred[i], textKind(deferred[i]));
      }
      deferredLength = 0;
      trailingCrs = 0;
    }
  }

  private void endText() {
    continued = deferredLength > 0 && deferred[0] == '\\';
    joinedLength += (continued ? deferredStart : textEnd) - lineStart;
    overLimit |= joinedLength > maxLineBytes;
    textEnd = lineStart;
    deferredLength = 0;
  }

  private void endPhysicalLine() {
    if (place != COMMENT_LINE) {
      if (place != TAIL_COMMENT) {
        endText();
      }
      overLimit |= position - trailingCrs - lineStart > maxLineBytes;
      if (!continued) {
        endLogicalLine();
      }
    }
    place = HEAD;
    trailingCrs = 0;
    lineStart = position + 1;
    textEnd = lineStart;
  }

  private void endLogicalLine() {
    line.end(overLimit);
    joinedLength = 0;
    overLimit = false;
    continued = false;
  }

  private boolean isOverLimitAlready() {
    return overLimit || joinedLength + textEnd - lineStart > maxLineBytes;
  }

  private static boolean isBlank(byte b) {
    return KINDS[b & 0xff] == BLANK;
  }

  private static int textKind(byte b) {
    int kind = KINDS[b & 0xff];
    return kind <= COMMA ? kind : ORDINARY;
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    kinds[' '] = BLANK;
    kinds['\t'] = BLANK;
    kinds['('] = OPEN;
    kinds[')'] = CLOSE;
    kinds['['] = OPEN_BRACKET;
    kinds[']'] = CLOSE_BRACKET;
    kinds[','] = COMMA;
    kinds['#'] = NUMBER_SIGN;
    kinds['\\'] = BACKSLASH;
    kinds['\r'] = CR;
    kinds['\n'] = LF;
    return kinds;
  }

  /** The second layer: the current logical line, and what earlier ones leave for it. */
  private final class Line {
    // States. A line that turns out malformed goes on in SKIP.
    static final int START = 0;
    static final int FIRST_WORD = 1; // Begin or End, unless it turns out otherwise.
    static final int SECTION_WORD = 2;
    static final int HEADER = 3;
    static final int GAP = 4; // Between values.
    static final int AFTER_VALUE = 5; // A blank has to follow.
    static final int OPAQUE = 6; // In a value that is not looked into.
    static final int LIST = 7; // Between names.
    static final int NAME = 8;
    static final int ENTRIES = 9; // Between share entries.
    static final int ENTRY_NAME = 10; // Before the name of an entry.
    static final int ENTRY_COMMA = 11; // Behind the name of an entry.
    static final int SHARE_START = 12;
    static final int SHARE = 13;
    static final int SHARE_END = 14;
    static final int NAME_END = 15; // Behind the name of the group, in parentheses.
    static final int SKIP = 16; // Nothing in the rest of the line matters.

    private static final long MAX_SHARE = 2147483646;
    private static final long HASH_START = HashSeed.START;
    private static final long HASH_FACTOR = 0x100000001b3L;
    private static final long DASH_HASH = hash("-");
    private static final long DEFAULT_HASH = hash("default");
    private static final long OTHERS_HASH = hash("others");

    int state = START;
    long total;
    private final Word word = new Word();
    private boolean sectionLine;
    private boolean opensSection;

    private boolean inUserGroup;
    private boolean headerSeen;
    private boolean headerUsable;
    private final Column[] columns = new Column[Column.values().length];
    private int columnCount;

    private int valueCount;
    private Column column = Column.GROUP_NAME;
    private boolean parenthesised;
    private int depth;
    private long hash;
    private long share;
    private boolean sharesDefault;
    private boolean sharesOthers;
    private final NameHashes names = new NameHashes();

    int passName(byte[] bytes, int from, int to) {
      long h = hash;
      int i = from;
      while (i < to && KINDS[bytes[i] & 0xff] == ORDINARY) {
        h = (h ^ bytes[i]) * HASH_FACTOR;
        i++;
      }
      hash = h;
      return i;
    }

    void accept(byte b, int kind) {
      switch (state) {
        case START -> start(b, kind);
        case FIRST_WORD -> firstWord(b, kind);
        case SECTION_WORD -> sectionWord(b, kind);
        case HEADER -> header(b, kind);
        case GAP -> gap(b, kind);
        case AFTER_VALUE -> state = kind == BLANK ? GAP : SKIP;
        case OPAQUE -> opaque(kind);
        case LIST -> list(b, kind);
        case NAME -> name(b, kind);
        case ENTRIES -> entries(kind);
        case NAME_END -> nameEnd(kind);
        case ENTRY_NAME, ENTRY_COMMA, SHARE_START, SHARE, SHARE_END -> entry(b, kind);
        default -> {}
      }
    }

    void end(boolean overLimit) {
      accept((byte) ' ', BLANK); // The end of the line ends a word or value as a blank does.
      if (state != START) {
        if (sectionLine && !overLimit) {
          inUserGroup = opensSection && word.is("USERGROUP");
          headerSeen = false;
        } else if (inUserGroup && headerSeen) {
          boolean wellFormed = state == GAP && valueCount == columnCount && !overLimit;
          total += wellFormed ? names.size : 1;
        } else if (inUserGroup) {
          headerSeen = true;
          headerUsable = state == HEADER && hasRequiredColumns() && !overLimit;
        }
      }
      state = START;
      sectionLine = false;
      word.clear();
    }

    private void start(byte b, int kind) {
      if (kind == BLANK) {
        return;
      }
      if (b == 'B' || b == 'b' || b == 'E' || b == 'e') {
        state = FIRST_WORD;
        word.add(b);
      } else {
        startText();
        accept(b, kind);
      }
    }

    private void firstWord(byte b, int kind) {
      if (kind == BLANK && (word.is("BEGIN") || word.is("END"))) {
        sectionLine = true;
        opensSection = word.is("BEGIN");
        state = SECTION_WORD;
        word.clear();
      } else if (kind != BLANK && word.length < "BEGIN".length()) {
        word.add(b);
      } else {
        startText();
        int length = word.length;
        word.clear();
        for (int i = 0; i < length; i++) {
          byte taken = word.bytes[i];
          accept(taken, textKind(taken));
        }
        accept(b, kind);
      }
    }

    private void sectionWord(byte b, int kind) {
      if (kind != BLANK) {
        word.add(b);
      } else if (word.length > 0) {
        state = SKIP;
      }
    }

    private void startText() {
      if (inUserGroup && !headerSeen) {
        state = HEADER;
        columnCount = 0;
      } else if (inUserGroup && headerUsable) {
        state = GAP;
        valueCount = 0;
        sharesDefault = false;
        sharesOthers = false;
        names.clear();
      } else {
        state = SKIP;
      }
    }

    private void header(byte b, int kind) {
      if (kind != BLANK) {
        word.add(b);
      } else if (word.length > 0) {
        state = addColumn() ? HEADER : SKIP;
        word.clear();
      }
    }

    /** False for an unknown or repeated name. */
    private boolean addColumn() {
      for (Column known : Column.values()) {
        if (word.is(known.name())) {
          boolean repeated = hasColumn(known);
          if (!repeated) {
            columns[columnCount] = known;
            columnCount++;
          }
          return !repeated;
        }
      }
      return false;
    }

    private boolean hasRequiredColumns() {
      return hasColumn(Column.GROUP_NAME) && hasColumn(Column.GROUP_MEMBER);
    }

    private boolean hasColumn(Column wanted) {
      return Arrays.asList(columns).subList(0, columnCount).contains(wanted);
    }

    private void gap(byte b, int kind) {
      if (kind == BLANK) {
        return;
      }
      if (valueCount == columnCount || kind == CLOSE) {
        state = SKIP;
        return;
      }
      column = columns[valueCount];
      valueCount++;
      parenthesised = kind == OPEN;
      depth = parenthesised ? 1 : 0;
      if (column == Column.USER_SHARES && b == '-') {
        state = AFTER_VALUE;
        return;
      }
      state =
          switch (column) {
            case GROUP_NAME, GROUP_MEMBER -> LIST;
            case USER_SHARES -> ENTRIES;
            case GROUP_ADMIN, PRIORITY -> OPAQUE;
          };
      if (!parenthesised) {
        accept(b, kind);
      }
    }

    private void opaque(int kind) {
      if (depth == 0 && kind == BLANK) {
        state = GAP;
      } else if (depth == 0 && (kind == OPEN || kind == CLOSE)) {
        state = SKIP;
      } else if (kind == OPEN) {
        depth++;
      } else if (kind == CLOSE) {
        depth--;
        state = depth == 0 ? AFTER_VALUE : OPAQUE;
      }
    }

    private void list(byte b, int kind) {
      if (kind == ORDINARY) {
        startName(b);
      } else if (column == Column.GROUP_NAME) {
        state = kind == BLANK ? LIST : SKIP; // Exactly one name.
      } else if (kind != BLANK) {
        state = kind == CLOSE ? AFTER_VALUE : SKIP;
      }
    }

    private void startName(byte b) {
      hash = (HASH_START ^ b) * HASH_FACTOR;
      state = NAME;
    }

    private void name(byte b, int kind) {
      boolean ofShare = column == Column.USER_SHARES;
      switch (kind) {
        case ORDINARY -> hash = (hash ^ b) * HASH_FACTOR;
        case BLANK -> {
          if (!parenthesised) {
            endName(ofShare ? SKIP : GAP);
          } else if (column == Column.GROUP_MEMBER) {
            endName(LIST);
          } else {
            endName(ofShare ? ENTRY_COMMA : NAME_END);
          }
        }
        case CLOSE -> endName(parenthesised && !ofShare ? AFTER_VALUE : SKIP);
        case COMMA -> endName(ofShare ? SHARE_START : SKIP);
        default -> state = SKIP;
      }
    }

    private void nameEnd(int kind) {
      if (kind != BLANK) {
        state = kind == CLOSE ? AFTER_VALUE : SKIP;
      }
    }

    private void endName(int next) {
      boolean good;
      if (hash == DASH_HASH) {
        good = column == Column.GROUP_MEMBER && !parenthesised; // Not a name, but no members.
      } else {
        good = next == SKIP || column == Column.GROUP_NAME || addName();
      }
      state = good ? next : SKIP;
    }

    /** False if the line is malformed or over the limit. */
    private boolean addName() {
      if (names.isFull()) {
        if (isOverLimitAlready()) {
          return false;
        }
        names.grow();
      }
      if (column == Column.GROUP_MEMBER) {
        names.add(hash);
        return true;
      }
      share = 0;
      sharesDefault |= hash == DEFAULT_HASH;
      sharesOthers |= hash == OTHERS_HASH;
      return names.addWithShare(hash) && !(sharesDefault && sharesOthers);
    }

    private void entries(int kind) {
      if (kind == OPEN_BRACKET) {
        state = ENTRY_NAME;
      } else if (kind == BLANK) {
        state = parenthesised ? ENTRIES : GAP;
      } else {
        state = kind == CLOSE && parenthesised ? AFTER_VALUE : SKIP;
      }
    }

    private void entry(byte b, int kind) {
      if (kind == BLANK) {
        if (!parenthesised) {
          state = SKIP;
        } else if (state == SHARE) {
          state = SHARE_END;
        }
      } else if (state == ENTRY_NAME && kind == ORDINARY) {
        startName(b);
      } else if (state == ENTRY_COMMA && kind == COMMA) {
        state = SHARE_START;
      } else if ((state == SHARE_START || state == SHARE) && b >= '0' && b <= '9') {
        share = Math.min(share * 10 + b - '0', MAX_SHARE + 1);
        state = SHARE;
      } else if (state >= SHARE && kind == CLOSE_BRACKET && share >= 1 && share <= MAX_SHARE) {
        state = ENTRIES;
      } else {
        state = SKIP;
      }
    }

    private static long hash(String name) {
      long h = HASH_START;
      for (byte b : name.getBytes(StandardCharsets.US_ASCII)) {
        h = (h ^ b) * HASH_FACTOR;
      }
      return h;
    }
  }

  private enum Column {
    GROUP_NAME,
    GROUP_MEMBER,
    USER_SHARES,
    GROUP_ADMIN,
    PRIORITY
  }

  /** A word of a section line or header. It drops what is longer than any known word. */
  private static final class Word {
    final byte[] bytes = new byte[16];
    int length;

    void add(byte b) {
      if (length < bytes.length) {
        bytes[length] = b;
        length++;
      }
    }

    /** Leaves the bytes where they are. */
    void clear() {
      length = 0;
    }

    boolean is(String upperCase) {
      boolean same = length == upperCase.length();
      for (int i = 0; same && i < length; i++) {
        boolean small = bytes[i] >= 'a' && bytes[i] <= 'z';
        same = upperCase.charAt(i) == (small ? bytes[i] - 'a' + 'A' : bytes[i]);
      }
      return same;
    }
  }
}
