package io.snowgauge.io.warehouse;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.SQLException;
import java.time.Instant;

/**
 * The statements of the publishing transaction, each set-based over what is staged. They must all
 * be run on the connection that holds the lock.
 */
final class PublishStatements {
  private final Warehouse warehouse;
  private final Dataset dataset;
  private final Run run;
  private final StagingTables staging;
  private final ControlTables tables;
  private final TargetTable target;
  private final String files;
  private final String timestamp;

  PublishStatements(Warehouse warehouse, Dataset dataset, Run run, StagingTables staging) {
    this.warehouse = warehouse;
    this.dataset = dataset;
    this.run = run;
    this.staging = staging;
    this.tables = new ControlTables(warehouse);
    this.target = new TargetTable(warehouse, dataset);
    this.files = tables.table(ControlTables.FILES);
    this.timestamp = "CAST(? AS " + warehouse.typeName(ColumnType.TIMESTAMP) + ")";
  }

  /**
   * Drops from the manifest what was decided before, when the same manifest was published, and what
   * is settled: their parts may be gone. What is left is decided under the lock.
   *
   * @return how many versions are left
   */
  long dropDecided(Sql sql) throws SQLException {
    String decided =
        "DELETE FROM "
            + staging.manifest()
            + " WHERE FILE_ID IN (SELECT m.FILE_ID FROM "
            + staging.manifestRows()
            + " m JOIN "
            + files
            + " f ON f.STAGE_ID = m.STAGE_ID WHERE f.DATASET = ?)";
    if (run.force()) {
      sql.update(decided, dataset.name());
    } else {
      sql.update(
          decided + " OR FILE_ID IN (SELECT k.FILE_ID FROM (" + known() + ") k WHERE k.IS_SETTLED)",
          dataset.name(),
          dataset.name());
    }
    return sql.queryOne(row -> row.getLong(1), "SELECT COUNT(*) FROM " + staging.manifest());
  }

  /**
   * Decides each staged version by the ledger and by counting its staged records: a version that is
   * settled drops out, of two attempts at one version the lowest stage id counts.
   */
  void decide(Sql sql) throws SQLException {
    sql.update("DELETE FROM " + staging.decisions());
    String settled =
        run.force() ? "COALESCE(h.BY_THIS_RUN, 0) = 1" : "COALESCE(k.IS_SETTLED, FALSE)";
    sql.update(
        "INSERT INTO "
            + staging.decisions()
            + " (FILE_ID, STAGE_ID, STATUS, MESSAGE, ATTEMPT)"
            + " SELECT m.FILE_ID, m.STAGE_ID,"
            + " CASE WHEN m.FAILURE IS NOT NULL OR NOT ("
            + balances()
            + ") THEN 'FAILED'"
            + " ELSE 'PUBLISHED' END,"
            + " CASE WHEN m.FAILURE IS NOT NULL THEN m.FAILURE WHEN NOT ("
            + balances()
            + ") THEN"
            + " 'does not balance in the warehouse: expected ' || CAST(m.ACCEPTED AS VARCHAR) ||"
            + " ' staged records but found ' || CAST(COALESCE(c.STAGED, 0) AS VARCHAR) || ', '"
            + " || CAST(COALESCE(c.DISTINCT_COUNT, 0) AS VARCHAR) || ' of them distinct' END,"
            + " COALESCE(k.LAST_ATTEMPT, 0) + 1"
            + " FROM (SELECT * FROM "
            + staging.manifest()
            + " QUALIFY ROW_NUMBER() OVER (PARTITION BY FILE_ID ORDER BY STAGE_ID) = 1) m"
            + " LEFT JOIN ("
            + warehouse.recordCounts(staging.records())
            + ") c ON c.STAGE_ID = m.STAGE_ID"
            + " LEFT JOIN ("
            + known()
            + ") k ON k.FILE_ID = m.FILE_ID"
            + " LEFT JOIN (SELECT DISTINCT FILE_ID, 1 AS BY_THIS_RUN FROM "
            + files
            + " WHERE DATASET = ? AND RUN_ID = ? AND STATUS IN ('PUBLISHED', 'SUPERSEDED')) h"
            + " ON h.FILE_ID = m.FILE_ID WHERE NOT ("
            + settled
            + ")",
        dataset.name(),
        dataset.name(),
        run.id());
    if (dataset.publish() == PublishMode.REPLACE && !run.force()) {
      supersede(sql);
    }
  }

  /** Whether any version of the manifest was not settled already. */
  boolean isAnyDecided(Sql sql) throws SQLException {
    return sql.queryOne(row -> row.getLong(1) > 0, "SELECT COUNT(*) FROM " + staging.decisions());
  }

  /** What the ledger knows of the versions of the manifest; takes the dataset's name. */
  private String known() {
    return new Ledger(warehouse)
        .summary("DATASET = ? AND FILE_ID IN (SELECT FILE_ID FROM " + staging.manifest() + ")");
  }

  private static String balances() {
    return "COALESCE(c.STAGED, 0) = m.ACCEPTED AND COALESCE(c.HIGHEST, 0) = m.ACCEPTED"
        + " AND COALESCE(c.DISTINCT_COUNT, 0) = m.ACCEPTED AND m.SOURCE = m.ACCEPTED + m.REJECTED";
  }

  /** An older version that comes later than a newer one, or together with it, adds nothing. */
  private void supersede(Sql sql) throws SQLException {
    sql.update(
        "UPDATE "
            + staging.decisions()
            + " SET STATUS = 'SUPERSEDED', MESSAGE = 'superseded: a newer version of the file is loaded'"
            + " WHERE STAGE_ID IN"
            + " (SELECT v.STAGE_ID FROM (SELECT m.STAGE_ID, m.URI, m.LAST_MODIFIED, m.SEQUENCER,"
            + " ROW_NUMBER() OVER (PARTITION BY m.URI ORDER BY m.LAST_MODIFIED DESC,"
            + " m.SEQUENCER DESC NULLS LAST, m.FILE_ID) AS AGE FROM "
            + staging.manifestRows()
            + " m JOIN "
            + staging.decisions()
            + " d ON d.STAGE_ID = m.STAGE_ID AND d.STATUS = 'PUBLISHED') v LEFT JOIN"
            + " (SELECT URI, MAX(LAST_MODIFIED) AS NEWEST, MAX(SEQUENCER) AS LAST FROM "
            + files
            + " WHERE DATASET = ? AND STATUS = 'PUBLISHED' GROUP BY URI) p ON p.URI = v.URI"
            + " WHERE v.AGE > 1 OR p.NEWEST > v.LAST_MODIFIED"
            + " OR (p.NEWEST = v.LAST_MODIFIED AND p.LAST > v.SEQUENCER))",
        dataset.name());
  }

  /**
   * Takes out the rows whose place the published versions take, and says so in the ledger; a merge
   * finds these rows by their keys.
   */
  void replace(Sql sql) throws SQLException {
    if (dataset.publish() != PublishMode.REPLACE && !run.force()) {
      return;
    }
    String sameFile =
        dataset.publish() == PublishMode.REPLACE
            ? "URI IN (SELECT m.URI"
            : "FILE_ID IN (SELECT m.FILE_ID";
    String replaced =
        "DATASET = ? AND STATUS = 'PUBLISHED' AND "
            + sameFile
            + " FROM "
            + staging.manifestRows()
            + " m JOIN "
            + staging.decisions()
            + " d ON d.STAGE_ID = m.STAGE_ID AND d.STATUS = 'PUBLISHED')";
    if (dataset.publish() != PublishMode.MERGE) {
      sql.update(
          "DELETE FROM "
              + target.name()
              + " WHERE _FILE_ID IN (SELECT FILE_ID FROM "
              + files
              + " WHERE "
              + replaced
              + ")",
          dataset.name());
    }
    sql.update("UPDATE " + files + " SET STATUS = 'REPLACED' WHERE " + replaced, dataset.name());
  }

  /** Moves or merges the records of published versions into the target; all, or this throws. */
  void move(Sql sql) throws SQLException {
    long expected =
        sql.queryOne(
            row -> row.getLong(1),
            "SELECT COALESCE(SUM(m.ACCEPTED), 0) FROM "
                + staging.manifestRows()
                + " m JOIN "
                + staging.decisions()
                + " d ON d.STAGE_ID = m.STAGE_ID"
                + " WHERE d.STATUS = 'PUBLISHED'");
    if (dataset.publish() == PublishMode.MERGE) {
      new MergeStatements(warehouse, dataset, run, staging).merge(sql, expected);
      return;
    }
    long moved = sql.update(target.move(staging), run.id(), Sql.timestamp(Instant.now()));
    if (moved != expected) {
      throw new SQLException(
          dataset.name()
              + ": expected to publish "
              + expected
              + " records but moved "
              + moved
              + "; nothing was published");
    }
  }

  /** Writes the ledger's rows; a failed try of the same run gives way to its retry. */
  void writeLedger(Sql sql) throws SQLException {
    sql.update(
        "DELETE FROM "
            + files
            + " WHERE DATASET = ? AND RUN_ID = ? AND FILE_ID IN"
            + " (SELECT FILE_ID FROM "
            + staging.decisions()
            + ")",
        dataset.name(),
        run.id());
    sql.update(
        "INSERT INTO "
            + files
            + " (DATASET, FILE_ID, URI, ETAG, SIZE_BYTES, LAST_MODIFIED, SEQUENCER, RUN_ID, ATTEMPT,"
            + " SOURCE_RECORD_COUNT, ACCEPTED_RECORD_COUNT, REJECTED_RECORD_COUNT,"
            + " INGESTED_RECORD_COUNT, STATUS, ERROR_MESSAGES, LOADED_AT, STAGE_ID)"
            + " SELECT ?, m.FILE_ID, m.URI, m.ETAG, m.SIZE_BYTES, m.LAST_MODIFIED, m.SEQUENCER, ?, d.ATTEMPT,"
            + " m.SOURCE, m.ACCEPTED, m.REJECTED,"
            + " CASE WHEN d.STATUS = 'PUBLISHED' THEN m.ACCEPTED ELSE 0 END, d.STATUS,"
            + " CASE WHEN d.MESSAGE IS NULL THEN m.MESSAGES WHEN m.MESSAGES IS NULL THEN d.MESSAGE"
            + " ELSE d.MESSAGE || CHR(10) || m.MESSAGES END, "
            + timestamp
            + ", m.STAGE_ID FROM "
            + staging.decisions()
            + " d JOIN "
            + staging.manifestRows()
            + " m ON m.STAGE_ID = d.STAGE_ID",
        dataset.name(),
        run.id(),
        Sql.timestamp(Instant.now()));
  }

  /** Writes the rejects of all files that were decided, failed ones too. */
  void writeRejects(Sql sql) throws SQLException {
    String rejects = tables.table(ControlTables.REJECTS);
    sql.update(
        "DELETE FROM "
            + rejects
            + " WHERE DATASET = ? AND RUN_ID = ? AND FILE_ID IN"
            + " (SELECT FILE_ID FROM "
            + staging.decisions()
            + ")",
        dataset.name(),
        run.id());
    sql.update(
        "INSERT INTO "
            + rejects
            + " (RUN_ID, DATASET, FILE_ID, URI, LINE, COLUMN_NUMBER, REASON, RAW)"
            + " SELECT ?, ?, m.FILE_ID, m.URI, j.LINE, j.COLUMN_NUMBER, j.REASON, j.RAW FROM "
            + staging.rejects()
            + " j JOIN "
            + staging.decisions()
            + " d ON d.STAGE_ID = j.STAGE_ID JOIN "
            + staging.manifestRows()
            + " m ON m.STAGE_ID = d.STAGE_ID",
        run.id(),
        dataset.name());
  }
}
