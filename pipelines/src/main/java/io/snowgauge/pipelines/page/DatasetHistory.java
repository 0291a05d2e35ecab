package io.snowgauge.pipelines.page;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.LoadHistory;
import io.snowgauge.io.warehouse.control.LoadHistory.Days;
import io.snowgauge.io.warehouse.control.LoadHistory.LoadDay;
import io.snowgauge.io.warehouse.control.LoadHistory.OpenFiles;
import io.snowgauge.io.warehouse.control.RejectReasons;
import io.snowgauge.io.warehouse.control.RejectReasons.Reasons;
import io.snowgauge.io.warehouse.verify.VerifiedUntil;
import io.snowgauge.pipelines.status.DatasetStatus;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.expectations.Expectation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is reported of a dataset.
 *
 * @param status which of the expected files came
 * @param days what loads came to, of those days on which there were any
 * @param open the files that did not balance
 * @param reasons why lines were refused
 * @param verified how far it was verified
 */
public record DatasetHistory(
    DatasetStatus status,
    List<LoadDay> days,
    OpenFiles open,
    Reasons reasons,
    VerifiedUntil verified) {
  private static final int MOST_FILES = 200;
  private static final int MOST_REASONS = 30;
  private static final int MOST_EXAMPLES = 3;

  /** Keeps a copy. */
  public DatasetHistory {
    days = List.copyOf(days);
  }

  /** Of a dataset that no run has loaded, in a warehouse that may not be there. */
  public static DatasetHistory ofNothing(
      Dataset dataset, @Nullable Expectation expectation, Days days, Instant now) {
    return new DatasetHistory(
        DatasetStatus.ofNothing(dataset, expectation, asked(days), now),
        List.of(),
        new OpenFiles(List.of(), 0, 0),
        new Reasons(List.of(), 0, 0),
        VerifiedUntil.NEVER);
  }

  /** Asks the warehouse. */
  public static DatasetHistory read(
      Warehouse warehouse,
      Connection connection,
      Dataset dataset,
      @Nullable Expectation expectation,
      Days days,
      Instant now)
      throws SQLException {
    String name = dataset.name();
    LoadHistory history = new LoadHistory(warehouse);
    return new DatasetHistory(
        DatasetStatus.of(warehouse, connection, dataset, expectation, asked(days), now),
        history.days(connection, name, days),
        history.openFiles(connection, name, days, MOST_FILES),
        new RejectReasons(warehouse).of(connection, name, days, MOST_REASONS, MOST_EXAMPLES),
        VerifiedUntil.read(warehouse, connection, name));
  }

  private static DatasetStatus.Days asked(Days days) {
    return new DatasetStatus.Days(days.first(), days.last());
  }
}
