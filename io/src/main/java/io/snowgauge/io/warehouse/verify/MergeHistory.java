package io.snowgauge.io.warehouse.verify;

import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.ControlTables;
import io.snowgauge.io.warehouse.publish.DatasetTables;
import io.snowgauge.transforms.dataset.Dataset;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The versions that a merge has taken its rows from, in the order of their records. */
final class MergeHistory {
  /**
   * A version.
   *
   * @param fileId of it
   * @param runId that published it
   * @param stageId of the attempt, or null if that was not recorded yet
   * @param uri of the file
   * @param accepted how many records it has
   * @param isSorted whether keys of its JSON were put in order
   * @param published the epoch in which it was published; 0 for the earliest ones
   * @param retracted the epoch in which its rows were taken out again; 0 if they were not
   */
  record Merged(
      String fileId,
      String runId,
      @Nullable String stageId,
      String uri,
      long accepted,
      boolean isSorted,
      long published,
      long retracted) {
    private static Merged of(Row row) throws SQLException {
      return new Merged(
          row.text("FILE_ID"),
          row.text("RUN_ID"),
          row.textOrNull("STAGE_ID"),
          row.text("URI"),
          row.number("ACCEPTED_RECORD_COUNT"),
          row.textOrNull("DIGEST") != null,
          row.number("PUBLISHED"),
          row.number("RETRACTED"));
    }
  }

  private final Warehouse warehouse;
  private final Dataset dataset;
  private final ControlTables tables;

  MergeHistory(Warehouse warehouse, Dataset dataset) {
    this.warehouse = warehouse;
    this.dataset = dataset;
    this.tables = new ControlTables(warehouse);
  }

  /** Whether other datasets have the same table, and so the same keys. */
  boolean isShared(Connection connection) throws SQLException {
    return Sql.of("SELECT COUNT(*) FROM {events} WHERE TARGET = :target AND DATASET <> :dataset")
            .with("events", tables.fileEvents())
            .bind("target", DatasetTables.locks(warehouse, dataset).target())
            .bind("dataset", dataset.name())
            .number(connection)
        > 0;
  }

  /**
   * The versions, the first one first. What a forced load has replaced has said nothing that the
   * forced one does not say again.
   */
  List<Merged> versions(Connection connection) throws SQLException {
    List<Merged> versions = new ArrayList<>();
    Sql.of(
            """
            SELECT
              f.FILE_ID AS FILE_ID, f.RUN_ID AS RUN_ID, f.STAGE_ID AS STAGE_ID, f.URI AS URI,
              f.ACCEPTED_RECORD_COUNT AS ACCEPTED_RECORD_COUNT, f.DIGEST AS DIGEST,
              COALESCE(e.PUBLISHED, 0) AS PUBLISHED,
              CASE WHEN f.STATUS = 'RETRACTED' THEN COALESCE(e.RETRACTED, 0) ELSE 0 END AS RETRACTED
            FROM {ledger} f
            LEFT JOIN (
              SELECT
                FILE_ID, RUN_ID, ATTEMPT,
                MAX(CASE WHEN STATUS = 'PUBLISHED' THEN EPOCH END) AS PUBLISHED,
                MAX(CASE WHEN STATUS = 'RETRACTED' THEN EPOCH END) AS RETRACTED
              FROM {events}
              WHERE DATASET = :dataset
              GROUP BY FILE_ID, RUN_ID, ATTEMPT) e
              ON e.FILE_ID = f.FILE_ID AND e.RUN_ID = f.RUN_ID AND e.ATTEMPT = f.ATTEMPT
            WHERE f.DATASET = :dataset AND f.STATUS IN ('PUBLISHED', 'RETRACTED')
            ORDER BY
              f.LAST_MODIFIED, f.URI, f.SEQUENCER NULLS FIRST, COALESCE(e.PUBLISHED, 0),
              f.FILE_ID DESC
            """)
        .with("ledger", tables.ledger())
        .with("events", tables.fileEvents())
        .bind("dataset", dataset.name())
        .each(connection, row -> versions.add(Merged.of(row)));
    return versions;
  }
}
