package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.ChainedEvents;
import io.snowgauge.io.warehouse.control.ControlTables;
import java.sql.Connection;
import java.sql.SQLException;

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
                  OVERTAKEN_RECORD_COUNT, DIGEST,
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
}
