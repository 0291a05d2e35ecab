package io.snowgauge.pipelines.page;

import io.snowgauge.io.warehouse.control.Verifications.Verification;
import io.snowgauge.io.warehouse.verify.VerifiedUntil;
import io.snowgauge.pipelines.report.Display;

/**
 * A row of the table of how far datasets were verified.
 *
 * @param dataset its name
 * @param at when it was verified, or "never"
 * @param until when the newest was loaded of what was compared
 * @param epoch the number of the last publication that was looked at
 * @param versions how many versions that verification compared
 * @param rows how many rows of them
 * @param since how many versions were published since
 */
record VerifiedRow(
    String dataset,
    String at,
    String until,
    String epoch,
    String versions,
    String rows,
    String since) {
  private static final String NOTHING = "–";

  static VerifiedRow of(DatasetHistory history) {
    String dataset = Display.line(history.status().dataset());
    VerifiedUntil verified = history.verified();
    String since = Quantity.count(verified.since());
    Verification last = verified.last();
    if (last == null) {
      return new VerifiedRow(dataset, "never", NOTHING, NOTHING, NOTHING, NOTHING, since);
    }
    return new VerifiedRow(
        dataset,
        DatasetView.time(last.at()),
        verified.loadedUntil() == null ? NOTHING : DatasetView.time(verified.loadedUntil()),
        Quantity.count(last.epoch()),
        Quantity.count(last.versions()),
        Quantity.count(last.rows()),
        since);
  }
}
