package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Row;
import java.sql.SQLException;

/**
 * What became of ingested records, which are as many as these together.
 *
 * @param inserted new rows
 * @param updated rows whose place they took, with other values
 * @param unchanged rows whose place they took, with the values that were there
 * @param overtaken records of whose key a later one was there, or came with them
 */
public record MergeCounts(long inserted, long updated, long unchanged, long overtaken) {
  /** Of no records. */
  public static final MergeCounts NONE = new MergeCounts(0, 0, 0, 0);

  static MergeCounts of(Row row) throws SQLException {
    return new MergeCounts(
        row.number(LedgerColumn.INSERTED_RECORD_COUNT),
        row.number(LedgerColumn.UPDATED_RECORD_COUNT),
        row.number(LedgerColumn.UNCHANGED_RECORD_COUNT),
        row.number(LedgerColumn.OVERTAKEN_RECORD_COUNT));
  }

  /** Whether there is more to say than that all records became rows. */
  public boolean isOfMerge() {
    return updated + unchanged + overtaken > 0;
  }
}
