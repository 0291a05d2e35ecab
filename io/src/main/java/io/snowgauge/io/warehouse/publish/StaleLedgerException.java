package io.snowgauge.io.warehouse.publish;

import java.sql.SQLException;

/** A session does not see what others have committed to the ledger; one that is opened now does. */
final class StaleLedgerException extends SQLException {
  private static final long serialVersionUID = 1L;

  StaleLedgerException(String dataset, long expected, long seen, String lock) {
    super(
        ("%s: expected the ledger to end with the events of epoch %d but this session sees %d as the"
                + " last; if events were deleted by hand, drop %s, which is then made anew")
            .formatted(dataset, expected, seen, lock));
  }
}
