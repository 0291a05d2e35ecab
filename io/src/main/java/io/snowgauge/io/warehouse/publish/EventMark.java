package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;

/**
 * What all events have that one transaction writes to the ledger. The epochs are those of the
 * holder of the locks; the next holder looks for them.
 *
 * @param epoch of the dataset
 * @param target that the dataset is loaded into
 * @param targetEpoch of the target
 * @param writer an id that no other transaction has
 */
record EventMark(long epoch, String target, long targetEpoch, String writer) {
  /** The values, named {@code EPOCH, TARGET, TARGET_EPOCH, WRITER}. */
  Sql values() {
    return Sql.of(
            ":epoch AS EPOCH, :target AS TARGET, :targetEpoch AS TARGET_EPOCH, :writer AS WRITER")
        .bind("epoch", epoch)
        .bind("target", target)
        .bind("targetEpoch", targetEpoch)
        .bind("writer", writer);
  }
}
