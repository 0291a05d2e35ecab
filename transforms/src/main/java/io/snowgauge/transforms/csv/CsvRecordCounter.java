package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.text.TextEncoding;

/**
 * Counts the records of a CSV file as {@code docs/formats/csv-ndjson.md} says: a record counts with
 * its first byte, so that it needs no line end, and a line end where a record would begin, the LF
 * of a CRLF among them, counts nothing.
 *
 * <p>Of the text only line ends, quotes and, in front of a quote, the delimiter are looked at. They
 * are single code units in every encoding, so that nothing is decoded and text that its encoding
 * does not have is as good as any. The count of a file with structural faults means nothing, but
 * there always is one. Memory is constant. Not for use by several threads.
 */
final class CsvRecordCounter extends CsvTextCounter {
  /** What the next byte is part of. */
  private enum State {
    LINE_START,
    FIELD_START,
    /** An unquoted field, or a delimiter between two fields. */
    TEXT,
    QUOTED,
    /** Behind a quote in a quoted field: a second one makes it text, anything else the end. */
    BEHIND_QUOTE,
    /** Behind a quoted field and blanks, where these do not count. */
    BEHIND_QUOTED
  }

  private final boolean header;
  private final byte delimiter;
  private final boolean ignoresPadding;

  private State state = State.LINE_START;
  private long records;

  /** Of a plain dialect. */
  CsvRecordCounter(boolean header, CsvDialect dialect, TextEncoding encoding) {
    super(dialect, encoding);
    this.header = header;
    this.delimiter = (byte) dialect.delimiter().charAt(0);
    this.ignoresPadding = dialect.ignoresPadding();
  }

  @Override
  long countRecords() {
    return header && records > 0 ? records - 1 : records;
  }

  @Override
  void scanUnits(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      i =
          switch (state) {
            case LINE_START -> startLine(bytes, i);
            case FIELD_START -> startField(bytes, i);
            case TEXT -> ignoresPadding ? passField(bytes, i, to) : passText(bytes, i, to);
            case QUOTED -> passQuoted(bytes, i, to);
            case BEHIND_QUOTE -> endQuoted(bytes, i);
            case BEHIND_QUOTED -> passPadding(bytes, i);
          };
    }
  }

  private int startLine(byte[] bytes, int i) {
    if (bytes[i] == '\n' || bytes[i] == '\r') {
      return i + 1;
    }
    records++;
    return startField(bytes, i);
  }

  private int startField(byte[] bytes, int i) {
    if (bytes[i] == '"') {
      state = State.QUOTED;
      return i + 1;
    }
    if (ignoresPadding && isPadding(bytes[i])) {
      state = State.FIELD_START;
      return i + 1;
    }
    state = State.TEXT;
    return i;
  }

  private boolean isPadding(byte b) {
    return b >= 0 && b <= ' ' && b != '\n' && b != '\r' && b != delimiter;
  }

  /** As {@link #passText}, but to every delimiter: behind each one there may be blanks. */
  private int passField(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && bytes[i] != '\n' && bytes[i] != '\r' && bytes[i] != delimiter) {
      i++;
    }
    if (i == to) {
      return to;
    }
    state = bytes[i] == delimiter ? State.FIELD_START : State.LINE_START;
    return i + 1;
  }

  /** To behind the line end or the quote that begins a field, or to the end of the bytes. */
  private int passText(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      int b = bytes[i] & 0xff;
      if (b <= '"') { // Few bytes are, and what matters is.
        if (b == '\n' || b == '\r') {
          state = State.LINE_START;
          return i + 1;
        }
        if (b == '"' && i > from && bytes[i - 1] == delimiter) {
          state = State.QUOTED;
          return i + 1;
        }
      }
      i++;
    }
    if (bytes[to - 1] == delimiter) {
      state = State.FIELD_START;
    }
    return to;
  }

  private int passQuoted(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && bytes[i] != '"') {
      i++;
    }
    if (i == to) {
      return to;
    }
    state = State.BEHIND_QUOTE;
    return i + 1;
  }

  private int endQuoted(byte[] bytes, int i) {
    if (bytes[i] == '"') {
      state = State.QUOTED;
      return i + 1;
    }
    if (bytes[i] == delimiter) {
      state = State.FIELD_START;
      return i + 1;
    }
    if (ignoresPadding && isPadding(bytes[i])) {
      state = State.BEHIND_QUOTED;
      return i + 1;
    }
    state = State.TEXT; // A line end, or a structural fault.
    return i;
  }

  private int passPadding(byte[] bytes, int i) {
    if (isPadding(bytes[i])) {
      return i + 1;
    }
    state = State.TEXT; // A delimiter, a line end, or a structural fault.
    return i;
  }
}
