package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Row;
import java.sql.SQLException;

/**
 * How far the ledger has come.
 *
 * @param ofDataset the last epoch of the dataset that it has events of
 * @param ofTarget the same of the target
 */
public record Epochs(long ofDataset, long ofTarget) {
  /** Of a ledger that nothing is known of. */
  public static final Epochs NONE = new Epochs(0, 0);

  /** Of a row that has the columns of {@link PublishLocks#written}. */
  public static Epochs written(Row row) throws SQLException {
    return new Epochs(row.number("WRITTEN"), row.number("TARGET_WRITTEN"));
  }
}
