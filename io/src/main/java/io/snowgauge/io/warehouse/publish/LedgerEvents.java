package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.ChainedEvents;
import io.snowgauge.io.warehouse.control.ControlTables;
import io.snowgauge.transforms.digest.FileDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Events of file versions that the ledger has already: what becomes of them is added, for nothing
 * in it is ever changed.
 */
final class LedgerEvents {
  private final Warehouse warehouse;
  private final String dataset;
  private final ControlTables tables;
  private final EventMark mark;

  /**
   * Events of a holder of the locks.
   *
   * @param mark of its transaction
   */
  LedgerEvents(Warehouse warehouse, String dataset, EventMark mark) {
    this.warehouse = warehouse;
    this.dataset = dataset;
    this.tables = new ControlTables(warehouse);
    this.mark = mark;
  }

  /**
   * Adds an event to rows of the ledger {@code f}; returns to how many.
   *
   * @param status what becomes of them
   * @param messages of them then
   * @param rows which they are
   */
  long change(Connection locked, Sql status, Sql messages, Sql rows) throws SQLException {
    Sql changed =
        Sql.of(
                """
                SELECT
                  DATASET, FILE_ID, URI, ETAG, SIZE_BYTES, LAST_MODIFIED, SEQUENCER, RUN_ID, ATTEMPT,
                  SOURCE_RECORD_COUNT, ACCEPTED_RECORD_COUNT, REJECTED_RECORD_COUNT,
                  INGESTED_RECORD_COUNT, {status} AS STATUS, {messages} AS ERROR_MESSAGES, LOADED_AT,
                  STAGE_ID, NULL AS FAILURE_KIND,
                  INSERTED_RECORD_COUNT, UPDATED_RECORD_COUNT, UNCHANGED_RECORD_COUNT,
                  OVERTAKEN_RECORD_COUNT, DIGEST, REPLAYS_STAGE_ID,
                  {mark}
                FROM {ledger} f
                WHERE {rows}
                """)
            .with("status", status)
            .with("messages", messages)
            .with("mark", mark.values())
            .with("ledger", tables.ledger())
            .with("rows", rows);
    return new ChainedEvents(warehouse, dataset, mark.epoch()).add(locked, changed);
  }

  /**
   * A version that lines of it were brought back to.
   *
   * @param runId the run that had loaded it
   * @param uri of its file
   * @param digest of all its records by now, or null where it is not known of some
   */
  record Replayed(String runId, String uri, @Nullable String digest) {
    private static Replayed of(Row row) throws SQLException {
      String before = row.textOrNull("DIGEST");
      String more = row.textOrNull("MORE");
      return new Replayed(
          row.text("RUN_ID"),
          row.text("URI"),
          before == null || more == null ? null : FileDigest.sum(before, more));
    }
  }

  /**
   * Adds what an attempt has replayed, as the ledger has it by now, to the version that it replays:
   * more records of it are in, and fewer refused.
   *
   * @param note stands in front of how many they were
   * @return the version, or nothing if not just one is published
   */
  Optional<Replayed> replayed(Connection locked, StagingTables staging, String note)
      throws SQLException {
    Sql ofAttempt =
        Sql.of(
                """
                FROM {ledger} f
                JOIN {ledger} n ON n.DATASET = f.DATASET AND n.REPLAYS_STAGE_ID = f.STAGE_ID
                WHERE f.DATASET = :dataset AND f.STATUS = 'PUBLISHED' AND n.STATUS = 'REPLAYED'
                  AND n.STAGE_ID IN (SELECT STAGE_ID FROM {manifest} WHERE STATUS = 'PUBLISHED')
                """)
            .with("ledger", tables.ledger())
            .with("manifest", staging.manifest())
            .bind("dataset", dataset);
    List<Replayed> versions =
        Sql.of(
                """
                SELECT f.RUN_ID AS RUN_ID, f.URI AS URI, f.DIGEST AS DIGEST, n.DIGEST AS MORE
                {ofAttempt}
                """)
            .with("ofAttempt", ofAttempt)
            .query(locked, Replayed::of);
    Sql accounted =
        Sql.of(
                """
                SELECT
                  f.DATASET, f.FILE_ID, f.URI, f.ETAG, f.SIZE_BYTES, f.LAST_MODIFIED, f.SEQUENCER,
                  f.RUN_ID, f.ATTEMPT, f.SOURCE_RECORD_COUNT,
                  f.ACCEPTED_RECORD_COUNT + n.ACCEPTED_RECORD_COUNT AS ACCEPTED_RECORD_COUNT,
                  f.REJECTED_RECORD_COUNT - n.ACCEPTED_RECORD_COUNT AS REJECTED_RECORD_COUNT,
                  f.INGESTED_RECORD_COUNT + n.INGESTED_RECORD_COUNT AS INGESTED_RECORD_COUNT,
                  f.STATUS,
                  CASE WHEN f.ERROR_MESSAGES IS NULL THEN '' ELSE f.ERROR_MESSAGES || CHR(10) END
                    || :note || ': ' || CAST(n.ACCEPTED_RECORD_COUNT AS VARCHAR) || ' records of '
                    || n.URI AS ERROR_MESSAGES,
                  f.LOADED_AT, f.STAGE_ID, f.FAILURE_KIND,
                  f.INSERTED_RECORD_COUNT + n.INSERTED_RECORD_COUNT AS INSERTED_RECORD_COUNT,
                  f.UPDATED_RECORD_COUNT + n.UPDATED_RECORD_COUNT AS UPDATED_RECORD_COUNT,
                  f.UNCHANGED_RECORD_COUNT + n.UNCHANGED_RECORD_COUNT AS UNCHANGED_RECORD_COUNT,
                  f.OVERTAKEN_RECORD_COUNT + n.OVERTAKEN_RECORD_COUNT AS OVERTAKEN_RECORD_COUNT,
                  :digest AS DIGEST, f.REPLAYS_STAGE_ID,
                  {mark}
                {ofAttempt}
                """)
            .with("ofAttempt", ofAttempt)
            .with("mark", mark.values())
            .bind("digest", versions.isEmpty() ? null : versions.get(0).digest())
            .bind("note", note);
    long written = new ChainedEvents(warehouse, dataset, mark.epoch()).add(locked, accounted);
    return written == 1 && versions.size() == 1 ? Optional.of(versions.get(0)) : Optional.empty();
  }
}
