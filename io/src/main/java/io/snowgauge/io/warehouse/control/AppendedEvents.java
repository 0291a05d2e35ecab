package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.SQLException;
import java.util.List;

/**
 * Ledger, audit and rejects are only added to from here on (ADR 19): the tables become those of the
 * events, their rows the first ones, and views take their names. Datasets have locks of their own,
 * which {@code init} creates.
 */
final class AppendedEvents implements Migration {
  @Override
  public int version() {
    return 3;
  }

  @Override
  public void run(TableChanges tables) throws SQLException {
    endEarlierPublishers(tables);
    tables.rename("INGESTION_FILES", "INGESTION_FILE_EVENTS");
    tables.addColumn("INGESTION_FILE_EVENTS", "FAILURE_KIND", ColumnType.STRING);
    addMergeCounts(tables, "INGESTION_FILE_EVENTS");
    tables.addColumn("INGESTION_FILE_EVENTS", "DIGEST", ColumnType.STRING);
    tables.addColumn("INGESTION_FILE_EVENTS", "REPLAYS_STAGE_ID", ColumnType.STRING);
    tables.addColumn("INGESTION_FILE_EVENTS", "EPOCH", ColumnType.INTEGER);
    tables.addColumn("INGESTION_FILE_EVENTS", "TARGET", ColumnType.STRING);
    tables.addColumn("INGESTION_FILE_EVENTS", "TARGET_EPOCH", ColumnType.INTEGER);
    tables.addColumn("INGESTION_FILE_EVENTS", "WRITER", ColumnType.STRING);
    for (ChainColumn column : ChainColumn.values()) {
      tables.addColumn("INGESTION_FILE_EVENTS", column.name(), column.type());
    }
    tables.rename("INGESTION_AUDIT", "INGESTION_RUN_EVENTS");
    addMergeCounts(tables, "INGESTION_RUN_EVENTS");
    tables.addColumn("INGESTION_RUN_EVENTS", "TRY_ID", ColumnType.STRING);
    tables.addColumn("INGESTION_RUN_EVENTS", "PRECEDENCE", ColumnType.INTEGER);
    tables.addColumn("INGESTION_RUN_EVENTS", "EVENT_AT", ColumnType.TIMESTAMP);
    tables.rename("INGESTION_REJECTS", "INGESTION_REJECT_ROWS");
    tables.addColumn("INGESTION_REJECT_ROWS", "STAGE_ID", ColumnType.STRING);
    tables.addColumn("RUN_HEARTBEATS", "TRY_ID", ColumnType.STRING);
    nameStages(tables);
    hashHistory(tables);
  }

  private static void addMergeCounts(TableChanges tables, String table) throws SQLException {
    for (String column :
        List.of(
            "INSERTED_RECORD_COUNT",
            "UPDATED_RECORD_COUNT",
            "UNCHANGED_RECORD_COUNT",
            "OVERTAKEN_RECORD_COUNT")) {
      tables.addColumn(table, column, ColumnType.INTEGER);
    }
  }

  /**
   * Waits for the publisher of an earlier program that has the lock, and takes the lock away: none
   * begins to publish from here on, for its first statement finds no table.
   */
  private static void endEarlierPublishers(TableChanges tables) throws SQLException {
    if (tables.isTable("PUBLISH_LOCK")) {
      tables.update(
          Sql.of("UPDATE {lock} SET RUN_ID = 'version 3'")
              .with("lock", tables.name("PUBLISH_LOCK")));
      tables.drop("PUBLISH_LOCK");
    }
  }

  /** What was there before chains began is what the first epoch of each is chained to. */
  private static void hashHistory(TableChanges tables) throws SQLException {
    tables.update(
        Sql.of("UPDATE {events} SET EVENT_HASH = {hash} WHERE EVENT_HASH IS NULL AND EPOCH IS NULL")
            .with("events", tables.name("INGESTION_FILE_EVENTS"))
            .with("hash", tables.eventHash()));
  }

  /** Gives each reject the stage id that the ledger has of its file in the same run. */
  private static void nameStages(TableChanges tables) throws SQLException {
    tables.update(
        Sql.of(
                """
                UPDATE {rejects}
                SET STAGE_ID = n.OF_STAGE
                FROM (
                  SELECT
                    DATASET AS OF_DATASET, FILE_ID AS OF_FILE, RUN_ID AS OF_RUN,
                    STAGE_ID AS OF_STAGE
                  FROM {events}
                  WHERE STAGE_ID IS NOT NULL AND EPOCH IS NULL) n
                WHERE DATASET = n.OF_DATASET AND FILE_ID = n.OF_FILE AND RUN_ID = n.OF_RUN
                  AND STAGE_ID IS NULL
                """)
            .with("rejects", tables.name("INGESTION_REJECT_ROWS"))
            .with("events", tables.name("INGESTION_FILE_EVENTS")));
  }
}
