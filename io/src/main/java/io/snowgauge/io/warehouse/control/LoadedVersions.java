package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.TimestampText;
import io.snowgauge.io.warehouse.Warehouse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What has become of every file version that loads of a dataset have tried. */
public final class LoadedVersions {
  /**
   * A version. What extractions took out of pods is none, nor are files of corrected lines.
   *
   * @param uri of the file
   * @param status PUBLISHED if any attempt's rows are in the target, else that of the last attempt
   * @param modifiedAt when it was written
   * @param firstTriedAt when its first attempt ended
   * @param firstLoadedAt when it was first published, or null
   * @param bytes its size
   * @param accepted how many records of it were accepted
   * @param rejected how many were refused
   * @param runId of the attempt whose status it is
   */
  public record Version(
      String uri,
      FileStatus status,
      Instant modifiedAt,
      Instant firstTriedAt,
      @Nullable Instant firstLoadedAt,
      long bytes,
      long accepted,
      long rejected,
      String runId) {

    private static Version of(Row row) throws SQLException {
      String loadedAt = row.textOrNull("FIRST_LOADED_AT");
      return new Version(
          row.text(LedgerColumn.URI),
          FileStatus.of(row.text(LedgerColumn.STATUS)),
          row.instant(LedgerColumn.LAST_MODIFIED),
          TimestampText.toInstant(row.text("FIRST_TRIED_AT")),
          loadedAt == null ? null : TimestampText.toInstant(loadedAt),
          row.number(LedgerColumn.SIZE_BYTES),
          row.number(LedgerColumn.ACCEPTED_RECORD_COUNT),
          row.number(LedgerColumn.REJECTED_RECORD_COUNT),
          row.text(LedgerColumn.RUN_ID));
    }
  }

  private final ControlTables tables;

  /** The versions that the ledger of a warehouse has. */
  public LoadedVersions(Warehouse warehouse) {
    this.tables = new ControlTables(warehouse);
  }

  /** Gives each version of a dataset, all of a file one after the other; keeps none. */
  public void each(Connection connection, String dataset, Consumer<Version> found)
      throws SQLException {
    Sql.of(
            """
            SELECT
              URI, STATUS, CAST(LAST_MODIFIED AS VARCHAR) AS LAST_MODIFIED,
              CAST(FIRST_TRIED_AT AS VARCHAR) AS FIRST_TRIED_AT,
              CAST(FIRST_LOADED_AT AS VARCHAR) AS FIRST_LOADED_AT,
              SIZE_BYTES, ACCEPTED_RECORD_COUNT, REJECTED_RECORD_COUNT, RUN_ID
            FROM (
              SELECT
                l.*,
                MIN(LOADED_AT) OVER (PARTITION BY FILE_ID) AS FIRST_TRIED_AT,
                MIN(CASE WHEN STATUS <> 'FAILED' THEN LOADED_AT END)
                  OVER (PARTITION BY FILE_ID) AS FIRST_LOADED_AT
              FROM {ledger} l
              WHERE DATASET = :dataset AND STATUS <> 'EXTRACTED' AND REPLAYS_STAGE_ID IS NULL
                AND LAST_MODIFIED IS NOT NULL AND LOADED_AT IS NOT NULL
                AND LEFT(URI, 6) <> 'k8s://') x
            QUALIFY ROW_NUMBER() OVER (
              PARTITION BY FILE_ID
              ORDER BY
                CASE WHEN STATUS = 'PUBLISHED' THEN 0 ELSE 1 END,
                ATTEMPT DESC,
                LOADED_AT DESC) = 1
            ORDER BY URI
            """)
        .with("ledger", tables.ledger())
        .bind("dataset", dataset)
        .each(connection, row -> found.accept(Version.of(row)));
  }

  /** When a dataset's last version was published, as far as its rows were not taken out again. */
  public Optional<Instant> lastLoad(Connection connection, String dataset) throws SQLException {
    return Optional.ofNullable(
            Sql.of(
                    """
                    SELECT CAST(MAX(LOADED_AT) AS VARCHAR)
                    FROM {ledger}
                    WHERE DATASET = :dataset AND STATUS IN ('PUBLISHED', 'REPLACED', 'SUPERSEDED')
                    """)
                .with("ledger", tables.ledger())
                .bind("dataset", dataset)
                .textOrNull(connection))
        .map(TimestampText::toInstant);
  }
}
