package io.snowgauge.transforms.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One record as slices of UTF-8 bytes, one per column, reused from record to record so that parsing
 * allocates nothing. What it shows is valid only while a {@link ParseListener} is being called.
 */
public final class Row {
  private static final int NULL = -1;
  private static final int ABSENT = -2;

  private final byte[][] bytes;
  private final int[] starts;
  private final int[] ends;
  private long line;

  /** A row of {@code columns} nulls. */
  public Row(int columns) {
    bytes = new byte[columns][];
    starts = new int[columns];
    ends = new int[columns];
    Arrays.fill(starts, NULL);
  }

  /** Makes a column the slice {@code [start, end)} of {@code source}, which is not copied. */
  public void set(int column, byte[] source, int start, int end) {
    bytes[column] = source;
    starts[column] = start;
    ends[column] = end;
  }

  /** Makes a column null. */
  public void setNull(int column) {
    starts[column] = NULL;
  }

  /** Makes a column one that the record does not have, which is shown as null. */
  public void setAbsent(int column) {
    starts[column] = ABSENT;
  }

  /** Sets the physical line, from 1, where the record's logical line starts. */
  public void setLine(long line) {
    this.line = line;
  }

  /** The physical line, from 1, where the record's logical line starts. */
  public long line() {
    return line;
  }

  /** The number of columns. */
  public int columns() {
    return starts.length;
  }

  /** How many bytes the columns are together. */
  public long size() {
    long size = 0;
    for (int i = 0; i < starts.length; i++) {
      if (starts[i] >= 0) {
        size += ends[i] - starts[i];
      }
    }
    return size;
  }

  /** Whether a column is null; then its other accessors mean nothing. */
  public boolean isNull(int column) {
    return starts[column] < 0;
  }

  /** Whether the record does not have a column; then it is null, too. */
  public boolean isAbsent(int column) {
    return starts[column] == ABSENT;
  }

  /** The array that holds a column's slice. */
  public byte[] bytes(int column) {
    return bytes[column];
  }

  /** Where a column's slice starts. */
  public int start(int column) {
    return starts[column];
  }

  /** Where a column's slice ends, exclusively. */
  public int end(int column) {
    return ends[column];
  }

  /** A column as text, or null; for messages and tests, not for the hot path. */
  public @Nullable String text(int column) {
    return isNull(column)
        ? null
        : new String(
            bytes[column], starts[column], ends[column] - starts[column], StandardCharsets.UTF_8);
  }
}
