package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Retries;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.ControlTables;
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
public final class Retraction {
  /** The column of the ledger that says what is taken out. */
  private enum By {
    RUN_ID,
    URI
  }

  private final Warehouse warehouse;
  private final ControlTables tables;
  private final By by;
  private final String value;

  private Retraction(Warehouse warehouse, By by, String value) {
    this.warehouse = warehouse;
    this.tables = new ControlTables(warehouse);
    this.by = by;
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
  public static Retraction ofRun(Warehouse warehouse, String runId) {
    return new Retraction(warehouse, By.RUN_ID, runId);
  }

  /** Takes out all versions of a file, which need not exist any more. */
  public static Retraction ofFile(Warehouse warehouse, String uri) {
    return new Retraction(warehouse, By.URI, uri);
  }

  /** Whether the ledger or the audit has heard of the run or the file. */
  public boolean isKnown(Connection connection) throws SQLException {
    return isIn(connection, tables.ledger())
        || (by == By.RUN_ID && isIn(connection, tables.audit()));
  }

  private boolean isIn(Connection connection, String table) throws SQLException {
    return Sql.of("SELECT COUNT(*) FROM {table} WHERE {column} = :value")
            .with("table", table)
            .with("column", by.name())
            .bind("value", value)
            .number(connection)
        > 0;
  }

  /** The datasets of which something is published, by name. */
  public List<String> datasets(Connection connection) throws SQLException {
    return Sql.of(
            """
            SELECT DISTINCT DATASET
            FROM {ledger}
            WHERE STATUS = 'PUBLISHED' AND {column} = :value
            ORDER BY DATASET
            """)
        .with("ledger", tables.ledger())
        .with("column", by.name())
        .bind("value", value)
        .texts(connection);
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
    Session session = new Session(connection);
    LockedTransaction transaction = new LockedTransaction(warehouse, dataset.name(), "retract");
    return Retries.again(
        failure -> session.isWorthAnotherTry(warehouse, failure),
        () -> transaction.run(session, locked -> takeOut(locked, dataset, now)));
  }

  private List<TakenOut> takeOut(Connection locked, Dataset dataset, Instant now)
      throws SQLException {
    List<TakenOut> versions = versions(locked, dataset);
    note(locked, dataset, now);
    if (dataset.publish() == PublishMode.REPLACE) {
      releaseOthers(locked, dataset, now);
    }
    long deleted =
        Sql.of(
                """
                DELETE FROM {target}
                WHERE _FILE_ID IN (SELECT FILE_ID FROM {ledger} WHERE {published})
                """)
            .with("target", target(dataset))
            .with("ledger", tables.ledger())
            .with("published", published(dataset))
            .update(locked);
    long marked =
        Sql.of("UPDATE {ledger} SET STATUS = 'RETRACTED' WHERE {published}")
            .with("ledger", tables.ledger())
            .with("published", published(dataset))
            .update(locked);
    long expected = versions.stream().mapToLong(TakenOut::rows).sum();
    if (deleted != expected || marked != versions.size()) {
      throw new SQLException(
          "%s: expected to take out %d rows of %d files but found %d rows of %d files; nothing was"
                  .formatted(dataset.name(), expected, versions.size(), deleted, marked)
              + " taken out");
    }
    return versions;
  }

  private String target(Dataset dataset) {
    return new TargetTable(warehouse, dataset).name();
  }

  /** The ledger's rows that are to be taken out. */
  private Sql published(Dataset dataset) {
    return Sql.of("DATASET = :dataset AND STATUS = 'PUBLISHED' AND {column} = :value")
        .bind("dataset", dataset.name())
        .with("column", by.name())
        .bind("value", value);
  }

  /** Versions that gave way to the one that is taken out, so that they may be loaded again. */
  private void releaseOthers(Connection locked, Dataset dataset, Instant now) throws SQLException {
    Sql.of(
            """
            UPDATE {ledger}
            SET STATUS = 'RETRACTED',
              ERROR_MESSAGES =
                CASE WHEN ERROR_MESSAGES IS NULL THEN '' ELSE ERROR_MESSAGES || CHR(10) END
                || 'retracted ' || :now || ': the version that took its place was taken out'
            WHERE DATASET = :dataset AND STATUS IN ('REPLACED', 'SUPERSEDED')
              AND URI IN (SELECT URI FROM {ledger} WHERE {published})
            """)
        .with("ledger", tables.ledger())
        .bind("now", now.toString())
        .bind("dataset", dataset.name())
        .with("published", published(dataset))
        .update(locked);
  }

  private List<TakenOut> versions(Connection locked, Dataset dataset) throws SQLException {
    return Sql.of("{versions} ORDER BY f.URI, f.LAST_MODIFIED, f.FILE_ID")
        .with("versions", countedVersions(dataset))
        .query(
            locked,
            row ->
                new TakenOut(
                    row.text("URI"),
                    row.text("FILE_ID"),
                    row.number("INGESTED_RECORD_COUNT"),
                    row.number("ROW_COUNT")));
  }

  /** How many rows the target has of each version that is to be taken out. */
  private Sql countedVersions(Dataset dataset) {
    return Sql.of(
            """
            SELECT
              f.URI AS URI,
              f.FILE_ID AS FILE_ID,
              f.INGESTED_RECORD_COUNT AS INGESTED_RECORD_COUNT,
              COALESCE(c.ROW_COUNT, 0) AS ROW_COUNT
            FROM {ledger} f
            LEFT JOIN (
              SELECT _FILE_ID, COUNT(*) AS ROW_COUNT
              FROM {target}
              WHERE _FILE_ID IN (SELECT FILE_ID FROM {ledger} WHERE {published})
              GROUP BY _FILE_ID) c ON c._FILE_ID = f.FILE_ID
            WHERE {published}
            """)
        .with("ledger", tables.ledger())
        .with("target", target(dataset))
        .with("published", published(dataset));
  }

  /** Says in the ledger how many rows of each version are taken out, while they can be counted. */
  private void note(Connection locked, Dataset dataset, Instant now) throws SQLException {
    Sql.of(
            """
            UPDATE {ledger}
            SET ERROR_MESSAGES =
              CASE WHEN ERROR_MESSAGES IS NULL THEN '' ELSE ERROR_MESSAGES || CHR(10) END
              || 'retracted ' || :now || ': ' || CAST(n.ROW_COUNT AS VARCHAR) || ' rows taken out'
            FROM (
              SELECT v.FILE_ID AS RETRACTED_ID, v.ROW_COUNT AS ROW_COUNT
              FROM ({versions}) v) n
            WHERE FILE_ID = n.RETRACTED_ID AND {published}
            """)
        .with("ledger", tables.ledger())
        .bind("now", now.toString())
        .with("versions", countedVersions(dataset))
        .with("published", published(dataset))
        .update(locked);
  }
}
