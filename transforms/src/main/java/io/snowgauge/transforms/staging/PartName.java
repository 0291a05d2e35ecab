package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.record.Row;

/**
 * The names of CSV parts. Large rows are in parts of their own, and the longest in others, whose
 * names say so: some readers take rows of any length only if they are told of them beforehand.
 */
public final class PartName {
  static final String RECORDS = "records-";
  static final String LARGE_RECORDS = RECORDS + "large-";
  static final String LONG_RECORDS = RECORDS + "long-";

  /** Parts of long rows end early, for a reader may have to hold one as a whole. */
  static final long LONG_ROWS_BYTES = 8L << 20;

  /** Quotes may double a row; what DuckDB takes by default is 2 MB. */
  private static final long LONG_ROW_BYTES = 500_000;

  /** 2,048 rows of that size, which DuckDB holds at a time, fit into the memory it has at least. */
  private static final long LARGE_ROW_BYTES = 32 << 10;

  private PartName() {}

  /** Whether a row goes to the parts of long ones. */
  static boolean isLong(Row row) {
    return row.size() > LONG_ROW_BYTES;
  }

  /** Whether a row goes to the parts of large ones, unless it is long. */
  static boolean isLarge(Row row) {
    return row.size() > LARGE_ROW_BYTES;
  }

  /** Whether a part has long rows; all others are shorter than 2 MB. */
  public static boolean hasLongRows(String uri) {
    return uri.startsWith(LONG_RECORDS, uri.lastIndexOf('/') + 1);
  }
}
