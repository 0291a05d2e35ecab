package io.snowgauge.io.warehouse;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Takes the rows of published file versions out again: those of a run, or those of a file. The
 * ledger says so in the same transaction, and a later run may load the versions again.
 */
public final class Unload {
  private final Warehouse warehouse;
  private final ControlTables tables;
  private final String files;
  private final String column;
  private final String value;

  private Unload(Warehouse warehouse, String column, String value) {
    this.warehouse = warehouse;
    this.tables = new ControlTables(warehouse);
    this.files = tables.table(ControlTables.FILES);
    this.column = column;
    this.value = value;
  }

  /**
   * What became of a file version.
   *
   * @param uri of the file
   * @param fileId of the version
   * @param ingested how many of its records the ledger had as ingested
   * @param rows how many rows were taken out; under {@code merge}, a record that lost to another
   *     one is no row of its file
   */
  public record TakenOut(String uri, String fileId, long ingested, long rows) {}

  /** Takes out all that a run has published. */
  public static Unload ofRun(Warehouse warehouse, String runId) {
    return new Unload(warehouse, "RUN_ID", runId);
  }

  /** Takes out all versions of a file, which need not exist any more. */
  public static Unload ofFile(Warehouse warehouse, String uri) {
    return new Unload(warehouse, "URI", uri);
  }

  /** Whether the ledger or the audit has heard of the run or the file. */
  public boolean isKnown(Connection connection) throws SQLException {
    return count(connection, ControlTables.FILES) > 0
        || (column.equals("RUN_ID") && count(connection, ControlTables.AUDIT) > 0);
  }

  private long count(Connection connection, String table) throws SQLException {
    return new Sql(connection)
        .queryOne(
            row -> row.getLong(1),
            "SELECT COUNT(*) FROM " + tables.table(table) + " WHERE " + column + " = ?",
            value);
  }

  /** The datasets of which something is published, by name. */
  public List<String> datasets(Connection connection) throws SQLException {
    return new Sql(connection)
        .query(
            row -> row.getString(1),
            "SELECT DISTINCT DATASET FROM "
                + files
                + " WHERE STATUS = 'PUBLISHED' AND "
                + column
                + " = ? ORDER BY DATASET",
            value);
  }

  /**
   * Takes out what is published of a dataset, in one transaction.
   *
   * @return the versions, by URI; none if nothing is published any more
   * @throws SQLException if nothing was taken out, or if it is not known whether it was: then doing
   *     it again settles it
   */
  public List<TakenOut> from(Connection connection, Dataset dataset) throws SQLException {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return new LockedTransaction(warehouse, dataset.name(), "unload")
        .run(new Sql(connection), sql -> takeOut(sql, dataset, now));
  }

  private List<TakenOut> takeOut(Sql sql, Dataset dataset, Instant now) throws SQLException {
    List<TakenOut> versions = versions(sql, dataset);
    note(sql, dataset, now);
    if (dataset.publish() == PublishMode.REPLACE) {
      releaseOthers(sql, dataset, now);
    }
    long deleted =
        sql.update(
            "DELETE FROM "
                + new TargetTable(warehouse, dataset).name()
                + " WHERE _FILE_ID IN (SELECT FILE_ID FROM "
                + files
                + " WHERE "
                + published()
                + ")",
            dataset.name(),
            value);
    long marked =
        sql.update(
            "UPDATE " + files + " SET STATUS = 'UNLOADED' WHERE " + published(),
            dataset.name(),
            value);
    long expected = versions.stream().mapToLong(TakenOut::rows).sum();
    if (deleted != expected || marked != versions.size()) {
      throw new SQLException(
          "%s: expected to take out %d rows of %d files but found %d rows of %d files; nothing was"
                  .formatted(dataset.name(), expected, versions.size(), deleted, marked)
              + " taken out");
    }
    return versions;
  }

  /** Versions that gave way to the one that is taken out, so that they may be loaded again. */
  private void releaseOthers(Sql sql, Dataset dataset, Instant now) throws SQLException {
    sql.update(
        "UPDATE "
            + files
            + " SET STATUS = 'UNLOADED', ERROR_MESSAGES = CASE WHEN ERROR_MESSAGES IS NULL THEN ''"
            + " ELSE ERROR_MESSAGES || CHR(10) END || 'unloaded ' || ?"
            + " || ': the version that took its place was taken out'"
            + " WHERE DATASET = ? AND STATUS IN ('REPLACED', 'SUPERSEDED') AND URI IN"
            + " (SELECT URI FROM "
            + files
            + " WHERE "
            + published()
            + ")",
        now.toString(),
        dataset.name(),
        dataset.name(),
        value);
  }

  private String published() {
    return "DATASET = ? AND STATUS = 'PUBLISHED' AND " + column + " = ?";
  }

  private List<TakenOut> versions(Sql sql, Dataset dataset) throws SQLException {
    return sql.query(
        row -> new TakenOut(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)),
        "SELECT f.URI, f.FILE_ID, f.INGESTED_RECORD_COUNT, COALESCE(c.ROW_COUNT, 0) FROM "
            + files
            + " f"
            + joinRows(dataset)
            + " WHERE f."
            + published()
            + " ORDER BY f.URI, f.LAST_MODIFIED, f.FILE_ID",
        dataset.name(),
        value,
        dataset.name(),
        value);
  }

  /** How many rows the target has of each version that is to be taken out. */
  private String joinRows(Dataset dataset) {
    return " LEFT JOIN (SELECT _FILE_ID, COUNT(*) AS ROW_COUNT FROM "
        + new TargetTable(warehouse, dataset).name()
        + " WHERE _FILE_ID IN (SELECT FILE_ID FROM "
        + files
        + " WHERE "
        + published()
        + ") GROUP BY _FILE_ID) c ON c._FILE_ID = f.FILE_ID";
  }

  /** Says in the ledger how many rows of each version are taken out, while they can be counted. */
  private void note(Sql sql, Dataset dataset, Instant now) throws SQLException {
    sql.update(
        "UPDATE "
            + files
            + " SET ERROR_MESSAGES = CASE WHEN ERROR_MESSAGES IS NULL THEN ''"
            + " ELSE ERROR_MESSAGES || CHR(10) END || 'unloaded ' || ? || ': '"
            + " || CAST(n.ROW_COUNT AS VARCHAR) || ' rows taken out'"
            + " FROM (SELECT f.FILE_ID AS UNLOADED_ID, COALESCE(c.ROW_COUNT, 0) AS ROW_COUNT FROM "
            + files
            + " f"
            + joinRows(dataset)
            + " WHERE f."
            + published()
            + ") n WHERE FILE_ID = n.UNLOADED_ID AND "
            + published(),
        now.toString(),
        dataset.name(),
        value,
        dataset.name(),
        value,
        dataset.name(),
        value);
  }
}
