package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Of each dataset the run that was started last of those that loaded and have ended. */
public final class LastRuns {
  /**
   * Such a run.
   *
   * @param dataset of which
   * @param runId its id
   * @param isAbandoned whether it died
   * @param couldNotGoOn whether it failed itself, whatever its files are like
   */
  public record LastRun(
      String dataset, String runId, boolean isAbandoned, boolean couldNotGoOn) {}

  private final String audit;

  /** Those of a warehouse's audit. */
  public LastRuns(Warehouse warehouse) {
    this.audit = new ControlTables(warehouse).audit();
  }

  /** All of them, in no order. */
  public List<LastRun> read(Connection connection) throws SQLException {
    return Sql.of(
            """
            SELECT
              DATASET, RUN_ID, STATUS = 'ABANDONED' AS IS_ABANDONED,
              STATUS = 'FAILED' AND LEFT(COALESCE(ERROR_MESSAGES, ''), :length) = :failed
                AS COULD_NOT_GO_ON
            FROM {audit}
            WHERE STATUS <> 'RUNNING' AND MODE <> :extract
            QUALIFY
              ROW_NUMBER() OVER (PARTITION BY DATASET ORDER BY STARTED_AT DESC, RUN_ID DESC) = 1
            """)
        .with("audit", audit)
        .bind("length", Audit.RUN_FAILED.length())
        .bind("failed", Audit.RUN_FAILED)
        .bind("extract", Mode.EXTRACT.text())
        .query(
            connection,
            row ->
                new LastRun(
                    row.text(AuditColumn.DATASET),
                    row.text(AuditColumn.RUN_ID),
                    row.flag("IS_ABANDONED"),
                    row.flag("COULD_NOT_GO_ON")));
  }
}
