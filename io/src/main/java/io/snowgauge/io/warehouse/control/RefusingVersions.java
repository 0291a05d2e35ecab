package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The versions of a dataset's files that corrected lines may be meant for. */
public final class RefusingVersions {
  /**
   * A version, as its last attempt left it, or the one whose rows are in.
   *
   * @param fileId of the version
   * @param uri of its file
   * @param status what became of it
   * @param stageId of the attempt, or null where an earlier program did not say it
   * @param source how many records it holds
   * @param accepted how many of them are in, those that were brought back among them
   * @param replayed how many were brought back
   * @param rejected how many are refused still
   */
  public record Version(
      String fileId,
      String uri,
      FileStatus status,
      @Nullable String stageId,
      long source,
      long accepted,
      long replayed,
      long rejected) {

    private static Version of(Row row) throws SQLException {
      return new Version(
          row.text(LedgerColumn.FILE_ID),
          row.text(LedgerColumn.URI),
          FileStatus.of(row.text(LedgerColumn.STATUS)),
          row.textOrNull(LedgerColumn.STAGE_ID),
          row.number(LedgerColumn.SOURCE_RECORD_COUNT),
          row.number(LedgerColumn.ACCEPTED_RECORD_COUNT),
          row.number("REPLAYED_RECORDS"),
          row.number(LedgerColumn.REJECTED_RECORD_COUNT));
    }
  }

  private final String ledger;

  /** The versions that the ledger of a warehouse has. */
  public RefusingVersions(Warehouse warehouse) {
    this.ledger = new ControlTables(warehouse).ledger();
  }

  /** Those of a file, by its URI or the id of a version, the last one at the end. */
  public List<Version> of(Connection connection, String dataset, String file) throws SQLException {
    return versions(
        connection, dataset, Sql.of("(f.URI = :file OR f.FILE_ID = :file)").bind("file", file));
  }

  /** Those that are in, and of which lines are refused still. */
  public List<Version> open(Connection connection, String dataset) throws SQLException {
    return versions(
        connection, dataset, Sql.of("f.STATUS = 'PUBLISHED' AND f.REJECTED_RECORD_COUNT > 0"));
  }

  private List<Version> versions(Connection connection, String dataset, Sql which)
      throws SQLException {
    return Sql.of(
            """
            SELECT
              FILE_ID, URI, STATUS, STAGE_ID, SOURCE_RECORD_COUNT, ACCEPTED_RECORD_COUNT,
              REJECTED_RECORD_COUNT, REPLAYED_RECORDS
            FROM (
              SELECT f.*, COALESCE(n.REPLAYED, 0) AS REPLAYED_RECORDS
              FROM {ledger} f
              LEFT JOIN (
                SELECT REPLAYS_STAGE_ID, SUM(ACCEPTED_RECORD_COUNT) AS REPLAYED
                FROM {ledger}
                WHERE DATASET = :dataset AND STATUS = 'REPLAYED'
                GROUP BY REPLAYS_STAGE_ID) n ON n.REPLAYS_STAGE_ID = f.STAGE_ID
              WHERE f.DATASET = :dataset AND f.STATUS <> 'EXTRACTED'
                AND f.REPLAYS_STAGE_ID IS NULL AND {which}) x
            QUALIFY ROW_NUMBER() OVER (
              PARTITION BY FILE_ID
              ORDER BY
                CASE WHEN STATUS = 'PUBLISHED' THEN 0 ELSE 1 END,
                ATTEMPT DESC,
                LOADED_AT DESC) = 1
            ORDER BY LAST_MODIFIED, FILE_ID
            """)
        .with("ledger", ledger)
        .with("which", which)
        .bind("dataset", dataset)
        .query(connection, Version::of);
  }

  /** The run that has brought back a file's lines to a version that is in, if one has. */
  public Optional<String> replayedBy(Connection connection, String dataset, String fileId)
      throws SQLException {
    return Sql.of(
            """
            SELECT n.RUN_ID
            FROM {ledger} n
            JOIN {ledger} f ON f.DATASET = n.DATASET AND f.STAGE_ID = n.REPLAYS_STAGE_ID
            WHERE n.DATASET = :dataset AND n.FILE_ID = :file AND n.STATUS = 'REPLAYED'
              AND f.STATUS = 'PUBLISHED'
            """)
        .with("ledger", ledger)
        .bind("dataset", dataset)
        .bind("file", fileId)
        .texts(connection)
        .stream()
        .findFirst();
  }

  /** The datasets that have loaded a file, by its URI or the id of a version. */
  public List<String> datasetsOf(Connection connection, String file) throws SQLException {
    return Sql.of(
            """
            SELECT DISTINCT DATASET
            FROM {ledger}
            WHERE URI = :file OR FILE_ID = :file
            ORDER BY DATASET
            """)
        .with("ledger", ledger)
        .bind("file", file)
        .texts(connection);
  }
}
