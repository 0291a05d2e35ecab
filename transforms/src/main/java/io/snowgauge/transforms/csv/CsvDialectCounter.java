package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.text.TextEncoding;
import java.util.List;

/**
 * Counts the records of files that differ from RFC 4180 in more than the delimiter, one byte at a
 * time: {@code docs/formats/csv-ndjson.md}, rules 1.9 to 1.13, has what they are. It is to {@link
 * CsvRecordCounter} what any dialect is to the plain one.
 */
final class CsvDialectCounter extends CsvTextCounter {
  /** What the next byte is part of. */
  private enum State {
    LINE_START,
    COMMENT,
    FIELD_START,
    TEXT,
    ESCAPED,
    /** Behind an escaped CR, to which an LF belongs. */
    BEHIND_ESCAPED_CR,
    QUOTED,
    QUOTED_ESCAPED,
    BEHIND_QUOTE,
    BEHIND_QUOTED,
    /** Behind other text than what may follow a quoted field. */
    BROKEN
  }

  private final boolean header;
  private final byte[] delimiter;
  private final int[] fallback;
  private final int quote;
  private final int escape;
  private final int comment;
  private final boolean ignoresPadding;
  private final boolean resynchronises;
  private final TrailerCounter trailer;

  private State state = State.LINE_START;
  private int matched; // Of the delimiter.
  private long records;

  CsvDialectCounter(boolean header, CsvDialect dialect, TextEncoding encoding) {
    super(dialect, encoding);
    this.header = header;
    delimiter = new byte[dialect.delimiter().length()];
    for (int i = 0; i < delimiter.length; i++) {
      delimiter[i] = (byte) dialect.delimiter().charAt(i);
    }
    fallback = fallbacks(delimiter);
    quote = unit(dialect.quote());
    escape = unit(dialect.escape());
    comment = unit(dialect.comment());
    ignoresPadding = dialect.ignoresPadding();
    resynchronises = dialect.resynchronises();
    trailer = new TrailerCounter(dialect.trailers());
  }

  /** No byte is equal to what stands for none. */
  private static int unit(char c) {
    return c == CsvDialect.NONE ? Integer.MAX_VALUE : c;
  }

  /**
   * By Knuth, Morris and Pratt: how much of a pattern still matches where the next byte does not.
   */
  private static int[] fallbacks(byte[] pattern) {
    int[] lengths = new int[pattern.length + 1];
    int length = 0;
    for (int i = 1; i < pattern.length; i++) {
      while (length > 0 && pattern[i] != pattern[length]) {
        length = lengths[length];
      }
      length += pattern[i] == pattern[length] ? 1 : 0;
      lengths[i + 1] = length;
    }
    return lengths;
  }

  @Override
  void scanUnits(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      take(bytes[i]);
    }
  }

  @Override
  long countRecords() {
    long data = header && records > 0 ? records - 1 : records;
    return data > 0 && trailer.isTrailer() ? data - 1 : data;
  }

  private void take(byte b) {
    switch (state) {
      case LINE_START -> startLine(b);
      case COMMENT -> state = isLineEnd(b) ? State.LINE_START : State.COMMENT;
      case FIELD_START -> startField(b);
      case TEXT -> text(b);
      case ESCAPED -> {
        trailer.add(b);
        state = b == '\r' ? State.BEHIND_ESCAPED_CR : State.TEXT;
      }
      case BEHIND_ESCAPED_CR -> {
        state = State.TEXT;
        if (b == '\n') {
          trailer.add(b);
        } else {
          text(b);
        }
      }
      case QUOTED -> quoted(b);
      case QUOTED_ESCAPED -> {
        trailer.add(b);
        state = State.QUOTED;
      }
      case BEHIND_QUOTE -> endQuoted(b);
      case BEHIND_QUOTED -> behindQuoted(b);
      case BROKEN -> {
        if (isLineEnd(b)) {
          text(b);
        }
      }
    }
  }

  private static boolean isLineEnd(byte b) {
    return b == '\n' || b == '\r';
  }

  private boolean isPadding(byte b) {
    return b >= 0 && b <= ' ' && !isLineEnd(b) && b != delimiter[0];
  }

  private void startLine(byte b) {
    if (b == comment) {
      state = State.COMMENT;
    } else if (!isLineEnd(b)) {
      records++;
      trailer.start();
      startField(b);
    }
  }

  private void startField(byte b) {
    matched = 0;
    if (b == quote) {
      trailer.quote();
      state = State.QUOTED;
    } else if (ignoresPadding && isPadding(b)) {
      trailer.add(b);
      state = State.FIELD_START;
    } else {
      text(b);
    }
  }

  private void text(byte b) {
    if (isLineEnd(b)) {
      trailer.endField(0);
      state = State.LINE_START;
      return;
    }
    if (b == escape) {
      matched = 0;
      state = State.ESCAPED;
      return;
    }
    while (matched > 0 && b != delimiter[matched]) {
      matched = fallback[matched];
    }
    matched += b == delimiter[matched] ? 1 : 0;
    if (matched == delimiter.length) {
      trailer.endField(matched - 1);
      state = State.FIELD_START;
    } else {
      trailer.add(b);
      state = State.TEXT;
    }
  }

  private void quoted(byte b) {
    if (b == escape) {
      state = State.QUOTED_ESCAPED;
    } else if (b == quote) {
      state = State.BEHIND_QUOTE;
    } else {
      trailer.add(b);
    }
  }

  private void endQuoted(byte b) {
    if (b == quote) {
      trailer.add(b);
      state = State.QUOTED;
    } else {
      trailer.endText();
      matched = 0;
      behindQuoted(b);
    }
  }

  private void behindQuoted(byte b) {
    if (matched == 0 && ignoresPadding && isPadding(b)) {
      state = State.BEHIND_QUOTED;
    } else if (!resynchronises || isLineEnd(b)) {
      text(b); // A delimiter, a line end, or a structural fault.
    } else if (b != delimiter[matched]) {
      state = State.BROKEN;
    } else if (++matched < delimiter.length) {
      state = State.BEHIND_QUOTED;
    } else {
      trailer.endField(0);
      state = State.FIELD_START;
    }
  }

  /** Looks at how the first field of each record begins. */
  private static final class TrailerCounter {
    private final List<String> trailers;
    private final byte[] text;
    private long length;
    private boolean open;
    private boolean ended;

    TrailerCounter(List<String> trailers) {
      this.trailers = trailers;
      this.text = new byte[trailers.stream().mapToInt(String::length).max().orElse(0)];
    }

    void start() {
      length = 0;
      open = true;
      ended = false;
    }

    void quote() {
      if (open) {
        length = 0; // Blanks in front of it do not count.
      }
    }

    void add(byte b) {
      if (open && !ended) {
        if (length < text.length) {
          text[(int) length] = b;
        }
        length++;
      }
    }

    /** What follows up to the delimiter is no text. */
    void endText() {
      ended = true;
    }

    /** Of its bytes so many are the delimiter's. */
    void endField(int delimiting) {
      if (open && !ended) {
        length -= delimiting;
      }
      open = false;
    }

    boolean isTrailer() {
      return trailers.stream().anyMatch(this::starts);
    }

    private boolean starts(String trailer) {
      if (length < trailer.length()) {
        return false;
      }
      for (int i = 0; i < trailer.length(); i++) {
        if (text[i] != trailer.charAt(i)) {
          return false;
        }
      }
      return true;
    }
  }
}
