package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.control.Sight;
import java.sql.SQLException;
import java.util.List;

/** A session does not see what others have committed to the ledger; one that is opened now does. */
final class StaleLedgerException extends SQLException {
  private static final long serialVersionUID = 1L;

  StaleLedgerException(String dataset, Sight sight, List<String> locks) {
    super(
        ("%s: expected the ledger to end with the events of epochs %d and %d but this session sees"
                + " %d and %d as the last; if events were deleted by hand, drop the locks %s and run"
                + " 'snowgauge init', which makes them anew")
            .formatted(
                dataset,
                sight.held().ofDataset() - 1,
                sight.held().ofTarget() - 1,
                sight.written().ofDataset(),
                sight.written().ofTarget(),
                String.join(" and ", locks)));
  }
}
