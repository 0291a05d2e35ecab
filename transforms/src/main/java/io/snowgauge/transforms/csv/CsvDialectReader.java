package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.text.Utf8Transcoder;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads records that differ from RFC 4180 in more than the delimiter: rules 1.9 to 1.13 of
 * docs/formats/csv-ndjson.md. FastCSV reads the others.
 */
final class CsvDialectReader implements CsvRecords {
  private static final int END = -1;
  private static final byte NULL_LETTER = 'N';

  private final InputStream in;
  private final DialectRecord record;
  private final byte[] delimiter;
  private final int quote;
  private final int escape;
  private final int comment;
  private final boolean ignoresPadding;
  private final boolean resynchronises;
  private final int maxBytes;

  private final byte[] buffer = new byte[64 << 10];
  private int at;
  private int end;
  private long line;
  private boolean afterCr;
  private Utf8Transcoder.@Nullable MalformedException malformed;

  // The record.
  private long length;
  private int column;

  /**
   * Reads what stands behind {@code lines} lines.
   *
   * @param utf8 what is not UTF-8 in it is passed on
   */
  CsvDialectReader(
      InputStream utf8, int lines, CsvDialect dialect, DialectRecord record, int maxBytes) {
    this.in = utf8;
    this.line = lines + 1L;
    this.record = record;
    this.maxBytes = maxBytes;
    delimiter = new byte[dialect.delimiter().length()];
    for (int i = 0; i < delimiter.length; i++) {
      delimiter[i] = (byte) dialect.delimiter().charAt(i);
    }
    quote = orNone(dialect.quote());
    escape = orNone(dialect.escape());
    comment = orNone(dialect.comment());
    ignoresPadding = dialect.ignoresPadding();
    resynchronises = dialect.resynchronises();
  }

  private static int orNone(char c) {
    return c == CsvDialect.NONE ? Integer.MAX_VALUE : c;
  }

  @Override
  public @Nullable CsvRecord next() throws IOException, FaultException {
    while (peek() != END) {
      if (isLineEnd(peek())) {
        skip();
      } else if (peek() == comment) {
        skipComment();
      } else {
        read();
        return record;
      }
    }
    return null;
  }

  private void skipComment() throws IOException {
    while (peek() != END && !isLineEnd(peek())) {
      skip();
    }
  }

  private void read() throws IOException, FaultException {
    record.begin(line);
    length = 0;
    column = 1;
    field();
    while (isDelimiter()) {
      for (int i = 0; i < delimiter.length; i++) {
        take();
      }
      field();
    }
  }

  private void field() throws IOException, FaultException {
    int start = column;
    long startLength = length;
    int blanks = 0;
    while (isBlank()) {
      record.put(take());
      blanks++;
    }
    if (peek() == quote && (blanks == 0 || ignoresPadding)) {
      record.clearField();
      quoted();
      record.endField(true, start, false, false);
      return;
    }
    boolean isPadded = blanks > 0 && peek() == quote;
    int escapes = unquoted();
    boolean isNull = escapes == 1 && length - startLength == 2 && record.isField(NULL_LETTER);
    record.endField(false, start, isNull, isPadded);
  }

  /** Reads a field, or the rest of it; how often something was escaped. */
  private int unquoted() throws IOException, FaultException {
    int escapes = 0;
    while (peek() != END && !isLineEnd(peek()) && !isDelimiter()) {
      byte b = take();
      if (b == escape) {
        escaped();
        escapes++;
      } else {
        record.put(b);
      }
    }
    return escapes;
  }

  /** An escaped CRLF is one line end. */
  private void escaped() throws IOException, FaultException {
    if (peek() == END) {
      throw new FaultException(
          "line "
              + line
              + ": expected a character behind the escape but found the end of the file");
    }
    byte b = take();
    record.put(b);
    if (b == '\r' && peek() == '\n') {
      record.put(take());
    }
  }

  /** Reads what is between two quotes. */
  private void untilClosed() throws IOException, FaultException {
    long opened = line;
    take();
    while (true) {
      if (peek() == END) {
        throw new FaultException(
            "line "
                + opened
                + ": expected the quote that opens here to be closed but found the end of the file");
      }
      byte b = take();
      if (b == escape && peek() != END) {
        record.put(take());
      } else if (b != quote) {
        record.put(b);
      } else if (peek() == quote) {
        record.put(take());
      } else {
        break;
      }
    }
  }

  private void quoted() throws IOException, FaultException {
    untilClosed();
    while (ignoresPadding && isBlank()) {
      take();
    }
    if (peek() == END || isLineEnd(peek()) || isDelimiter()) {
      return;
    }
    boolean isBlank = peek() == ' ' || peek() == '\t';
    String expected =
        "expected a delimiter or a line end behind a closing quote but found "
            + (isBlank ? "a blank" : "other text");
    String advice = isBlank ? CsvRecord.TRIM_IT : "";
    if (!resynchronises) {
      throw new FaultException(
          "line " + record.line() + ": " + expected + ", in the record that starts here" + advice);
    }
    record.breakAt(column, expected + "; reading goes on behind line " + line + advice);
    while (peek() != END && !isLineEnd(peek())) {
      take();
    }
  }

  private static boolean isLineEnd(int b) {
    return b == '\n' || b == '\r';
  }

  private boolean isBlank() throws IOException {
    int b = peek();
    return b >= 0 && b <= ' ' && !isLineEnd(b) && !isDelimiter();
  }

  private boolean isDelimiter() throws IOException {
    if (peek() != delimiter[0]) {
      return false;
    }
    if (end - at < delimiter.length) {
      fill();
    }
    return end - at >= delimiter.length
        && Arrays.equals(buffer, at, at + delimiter.length, delimiter, 0, delimiter.length);
  }

  /** The next byte, from 0 to 255, or {@link #END}. */
  private int peek() throws IOException {
    if (at == end) {
      fill();
    }
    return at == end ? END : buffer[at] & 0xff;
  }

  private byte take() throws IOException, FaultException {
    byte b = skip();
    length++;
    if (length > maxBytes) {
      throw new FaultException(CsvRecords.overTheLimit(record.line(), maxBytes));
    }
    if ((b & 0xc0) != 0x80) {
      column++;
    }
    record.putRaw(b);
    return b;
  }

  /** Passes a byte, which there is. */
  private byte skip() {
    byte b = buffer[at++];
    if (b == '\r' || (b == '\n' && !afterCr)) {
      line++;
    }
    afterCr = b == '\r';
    return b;
  }

  /** Reads until the buffer is full or the text at its end, or at bytes that are none. */
  private void fill() throws IOException {
    System.arraycopy(buffer, at, buffer, 0, end - at);
    end -= at;
    at = 0;
    try {
      int read = 0;
      while (malformed == null && read >= 0 && end < buffer.length) {
        end += read;
        read = in.read(buffer, end, buffer.length - end);
      }
    } catch (Utf8Transcoder.MalformedException e) {
      malformed = e;
    }
    if (malformed != null && end == 0) {
      throw malformed;
    }
  }
}
