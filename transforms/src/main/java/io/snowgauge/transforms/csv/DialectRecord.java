package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.record.Reject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A record as {@link CsvDialectReader} reads it, of which also the physical text is kept. */
final class DialectRecord extends CsvRecord {
  private final byte[] raw = new byte[4 * Reject.RAW_CHARACTERS + 4];
  private final BitSet nulls = new BitSet();
  private final BitSet padded = new BitSet();
  private int[] columns = new int[64];
  private int rawLength;
  private @Nullable String broken;
  private int brokenColumn;

  DialectRecord(int maxBytes, CsvDialect dialect) {
    super(maxBytes, dialect);
  }

  @Override
  void begin(long startingLine) {
    super.begin(startingLine);
    rawLength = 0;
    nulls.clear();
    padded.clear();
    broken = null;
  }

  /** What follows from a column on, up to the line end, is part of no field. */
  void breakAt(int column, String reason) {
    brokenColumn = column;
    broken = reason;
  }

  @Override
  @Nullable Reject broken() {
    String reason = broken;
    return reason == null ? null : new Reject(line(), brokenColumn, reason, raw());
  }

  /** Adds a byte of the physical text. */
  void putRaw(byte b) {
    if (rawLength < raw.length) {
      raw[rawLength++] = b;
    }
  }

  /**
   * Ends the field that is being read.
   *
   * @param column the character of the record, from 1, where it starts
   * @param isNull whether it is null as it is written
   * @param isPadded whether blanks stand in front of a quote that was meant to open it
   */
  void endField(boolean isQuoted, int column, boolean isNull, boolean isPadded) {
    int field = fields();
    super.endField(isQuoted);
    if (field >= storedFields()) {
      return;
    }
    if (field == columns.length) {
      columns = Arrays.copyOf(columns, 2 * field);
    }
    columns[field] = column;
    nulls.set(field, isNull);
    padded.set(field, isPadded);
  }

  @Override
  boolean isWrittenNull(int field) {
    return nulls.get(field);
  }

  @Override
  boolean isPadded(int field) {
    return padded.get(field);
  }

  @Override
  int column(int field) {
    return field < storedFields() ? columns[field] : 1;
  }

  @Override
  String raw() {
    return Reject.cut(new String(raw, 0, rawLength, StandardCharsets.UTF_8));
  }
}
