package io.snowgauge.transforms.csv;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One logical record as FastCSV reads it: the fields' bytes one after the other, reused from record
 * to record. The reader's characters are bytes, so nothing is decoded.
 */
class CsvRecord extends CsvCallbackHandler<CsvRecord> {
  /** Further fields are only counted: no header has as many. */
  private static final int MAX_FIELDS = 1 << 16;

  /** The record is longer than is allowed. */
  static final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLongException() {
      super("record over the limit", null, false, false);
    }
  }

  static final String NO_PADDING = "expected no blanks around the quotes of a field";
  static final String TRIM_IT = "; format.paddedQuotes trim ignores them";

  private final int maxBytes;
  private final CsvDialect dialect;
  private byte[] bytes = new byte[1024];
  private int[] ends = new int[64];
  private boolean[] quoted = new boolean[64];
  private int size;
  private int fields;
  private long line;
  private long lineBreaks;
  private long written;
  private boolean empty;
  private boolean ascii;
  private boolean holdsNul;

  /** A record that is filled again and again. */
  CsvRecord(int maxBytes, CsvDialect dialect) {
    this.maxBytes = maxBytes;
    this.dialect = dialect;
  }

  /** So many lines are in front of the first record. */
  void startBehind(int lines) {
    line = lines;
  }

  /** Starts a record on a line, to be filled without FastCSV. */
  void begin(long startingLine) {
    line = startingLine;
    clear();
  }

  /** Adds a byte to the field that is being read. */
  void put(byte b) {
    if (size == bytes.length) {
      makeRoom(1);
    }
    bytes[size++] = b;
    ascii &= b >= 0;
    holdsNul |= b == 0;
  }

  /** Whether the field that is being read is one byte. */
  boolean isField(byte b) {
    int start = fields == 0 ? 0 : ends[Math.min(fields, MAX_FIELDS) - 1];
    return size == start + 1 && bytes[start] == b;
  }

  /** Takes back what was put since the last field ended. */
  void clearField() {
    size = fields == 0 ? 0 : ends[Math.min(fields, MAX_FIELDS) - 1];
  }

  /** Ends the field that is being read. */
  void endField(boolean isQuoted) {
    if (fields >= MAX_FIELDS) {
      clearField();
      fields++;
      return;
    }
    fields++;
    makeRoom(0);
    ends[fields - 1] = size;
    quoted[fields - 1] = isQuoted;
  }

  private void clear() {
    size = 0;
    fields = 0;
    written = 0;
    empty = false;
    ascii = true;
    holdsNul = false;
  }

  @Override
  protected RecordType getRecordType() {
    return empty ? RecordType.EMPTY : RecordType.DATA;
  }

  @Override
  protected int getFieldCount() {
    return fields;
  }

  @Override
  protected void beginRecord(long startingLineNumber) {
    // FastCSV's own number is wrong behind a quoted "CR, text, LF", which it takes for one line
    // end.
    line += 1 + lineBreaks;
    lineBreaks = 0;
    clear();
  }

  @Override
  protected void addField(char[] buffer, int offset, int length, boolean isQuoted) {
    written += length + 1L + (isQuoted ? 2 + quotes(buffer, offset, length) : 0);
    // The last field has no delimiter behind it.
    if (written - 1 > maxBytes) {
      throw new TooLongException();
    }
    if (isQuoted) {
      lineBreaks += lineBreaks(buffer, offset, length);
    }
    if (fields++ >= MAX_FIELDS) {
      return;
    }
    makeRoom(length);
    byte[] to = bytes;
    int at = size;
    int all = 0;
    boolean nul = false;
    for (int i = offset; i < offset + length; i++) {
      char c = buffer[i];
      to[at++] = (byte) c;
      all |= c;
      nul |= c == 0;
    }
    ascii &= all < 0x80;
    holdsNul |= nul;
    size = at;
    ends[fields - 1] = at;
    quoted[fields - 1] = isQuoted;
  }

  private void makeRoom(int length) {
    if (bytes.length - size < length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * (size + length)));
    }
    if (fields > ends.length) {
      ends = Arrays.copyOf(ends, 2 * ends.length);
      quoted = Arrays.copyOf(quoted, 2 * quoted.length);
    }
  }

  private static int quotes(char[] buffer, int offset, int length) {
    int quotes = 0;
    for (int i = offset; i < offset + length; i++) {
      if (buffer[i] == '"') {
        quotes++;
      }
    }
    return quotes;
  }

  private static int lineBreaks(char[] buffer, int offset, int length) {
    int breaks = 0;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (buffer[i] == '\n' || (buffer[i] == '\r' && (i + 1 == end || buffer[i + 1] != '\n'))) {
        breaks++;
      }
    }
    return breaks;
  }

  @Override
  protected void setComment(char[] buffer, int offset, int length) {
    throw new IllegalStateException("comments are off");
  }

  @Override
  protected void setEmpty() {
    empty = true;
  }

  @Override
  protected CsvRecord buildRecord() {
    return this;
  }

  CsvDialect dialect() {
    return dialect;
  }

  /** Whether a field is null as it is written, whatever its text. */
  boolean isWrittenNull(int field) {
    return false;
  }

  /** Why it is no record although it was read to a line end, or null. */
  @Nullable Reject broken() {
    return null;
  }

  /** The physical line, from 1, where it starts. */
  long line() {
    return line;
  }

  /** How many fields it has. */
  int fields() {
    return fields;
  }

  /** How many of them it keeps: all but in a record that no header fits. */
  int storedFields() {
    return Math.min(fields, MAX_FIELDS);
  }

  /** Where the fields end in {@link #bytes}. */
  int storedEnd() {
    return size;
  }

  /** The array that holds all fields. */
  byte[] bytes() {
    return bytes;
  }

  int start(int field) {
    return field == 0 ? 0 : ends[field - 1];
  }

  int end(int field) {
    return ends[field];
  }

  boolean isQuoted(int field) {
    return quoted[field];
  }

  /** Whether blanks stand in front of a quote that was meant to open the field. */
  boolean isPadded(int field) {
    int i = start(field);
    int end = end(field);
    if (quoted[field] || i == end || !isBlank(bytes[i])) {
      return false;
    }
    while (i < end && isBlank(bytes[i])) {
      i++;
    }
    return i < end && bytes[i] == dialect.quote();
  }

  /** As FastCSV sees them. */
  private static boolean isBlank(byte b) {
    return b >= 0 && b <= ' ';
  }

  /** Whether all of it is ASCII. */
  boolean isAscii() {
    return ascii;
  }

  boolean holdsNul() {
    return holdsNul;
  }

  /** A field as text, for headers. */
  String text(int field) {
    return new String(bytes, start(field), end(field) - start(field), StandardCharsets.UTF_8);
  }

  /** The line, from 1, that is reached after the fields so far. */
  long lineAfterFields() {
    return line + lineBreaks;
  }

  /** The character of the record, from 1, where a field starts. */
  int column(int field) {
    int column = 1;
    for (int i = 0; i < field; i++) {
      column += Utf8.characters(bytes, start(i), end(i)) + 1;
      if (quoted[i]) {
        column += 2;
        for (int k = start(i); k < end(i); k++) {
          column += bytes[k] == '"' ? 1 : 0;
        }
      }
    }
    return column;
  }

  /** The physical text, cut as rejects are, without the line end behind it. */
  String raw() {
    StringBuilder raw = new StringBuilder();
    for (int i = 0; i < storedFields() && raw.length() < 2 * Reject.RAW_CHARACTERS; i++) {
      if (i > 0) {
        raw.append(dialect.delimiter());
      }
      int end = Math.min(end(i), start(i) + 4 * Reject.RAW_CHARACTERS);
      String text = new String(bytes, start(i), end - start(i), StandardCharsets.UTF_8);
      raw.append(quoted[i] ? '"' + text.replace("\"", "\"\"") + '"' : text);
    }
    return Reject.cut(raw);
  }
}
