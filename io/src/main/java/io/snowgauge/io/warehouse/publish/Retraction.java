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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes the rows of published file versions out again: those of a run, or those of a file. The
 * ledger says so in the same transaction, and a later run may load the versions again.
 */
public final class Retraction {
  /** What the warehouse's history and the locks name, where no run is under way. */
  private static final String WORK = "retract";

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
  public List<TakenOut> from(Dataset dataset) throws SQLException {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    LockedTransaction transaction = new LockedTransaction(warehouse, dataset, WORK);
    List<Try> tries = new ArrayList<>();
    try (Session session = Session.of(warehouse, WORK, dataset.name())) {
      if (warehouse.traits().createsOnUse()) {
        DatasetTables.locks(warehouse, dataset).create(session.connection());
      }
      return Retries.again(
          failure -> session.isWorthAnotherTry(warehouse, failure),
          () -> {
            try {
              Optional<List<TakenOut>> done =
                  transaction.run(
                      session,
                      transaction.seen(session),
                      List.of(),
                      locked -> takeOutOnce(locked, dataset, now, tries));
              return done.isPresent() ? done.get() : doneBefore(tries);
            } catch (SQLException e) {
              session.discardIfUseless(warehouse, e);
              throw e;
            }
          });
    }
  }

  /**
   * A try whose COMMIT was perhaps not answered.
   *
   * @param writer of its events
   */
  private record Try(String writer, List<TakenOut> versions) {}

  /** What a try has taken out that the ledger has, although nobody was told; the last of them. */
  private static List<TakenOut> doneBefore(List<Try> tries) {
    return tries.isEmpty() ? List.of() : tries.get(tries.size() - 1).versions();
  }

  /** Takes out what is there, unless an earlier try has done so: only such a one stays listed. */
  private Optional<List<TakenOut>> takeOutOnce(
      Locked locked, Dataset dataset, Instant now, List<Try> tries) throws SQLException {
    tries.retainAll(committed(locked, dataset, tries));
    if (!tries.isEmpty()) {
      return Optional.empty();
    }
    List<TakenOut> versions = versions(locked.connection(), dataset);
    if (versions.isEmpty()) {
      return Optional.empty();
    }
    tries.add(new Try(locked.mark().writer(), versions));
    takeOut(locked, dataset, now, versions);
    return Optional.of(versions);
  }

  private List<Try> committed(Locked locked, Dataset dataset, List<Try> tries) throws SQLException {
    List<Try> found = new ArrayList<>();
    for (Try one : tries) {
      long events =
          Sql.of("SELECT COUNT(*) FROM {events} WHERE DATASET = :dataset AND WRITER = :writer")
              .with("events", tables.fileEvents())
              .bind("dataset", dataset.name())
              .bind("writer", one.writer())
              .number(locked.connection());
      if (events > 0) {
        found.add(one);
      }
    }
    return found;
  }

  private void takeOut(Locked locked, Dataset dataset, Instant now, List<TakenOut> versions)
      throws SQLException {
    long marked = mark(locked, dataset, now);
    long deleted =
        Sql.of("DELETE FROM {target} WHERE _FILE_ID IN ({retracted})")
            .with("target", target(dataset))
            .with("retracted", retractedNow(locked, dataset, Sql.of("FILE_ID")))
            .update(locked.connection());
    if (dataset.publish() == PublishMode.REPLACE) {
      releaseOthers(locked, dataset, now);
    }
    long expected = versions.stream().mapToLong(TakenOut::rows).sum();
    if (deleted != expected || marked != versions.size()) {
      throw new SQLException(
          "%s: expected to take out %d rows of %d files but found %d rows of %d files; nothing was"
                  .formatted(dataset.name(), expected, versions.size(), deleted, marked)
              + " taken out");
    }
  }

  /** Of the versions that this transaction has taken out. */
  private Sql retractedNow(Locked locked, Dataset dataset, Sql column) {
    return Sql.of("SELECT {column} FROM {events} WHERE DATASET = :dataset AND EPOCH = :epoch")
        .with("column", column)
        .with("events", tables.fileEvents())
        .bind("dataset", dataset.name())
        .bind("epoch", locked.mark().epoch());
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
  private void releaseOthers(Locked locked, Dataset dataset, Instant now) throws SQLException {
    new LedgerEvents(warehouse, dataset.name(), locked.mark())
        .change(
            locked.connection(),
            Sql.of("'RETRACTED'"),
            noted(now, Sql.of("': the version that took its place was taken out'")),
            Sql.of(
                    """
                    DATASET = :dataset
                    AND STATUS IN ('REPLACED', 'SUPERSEDED')
                    AND URI IN ({uris})
                    """)
                .bind("dataset", dataset.name())
                .with("uris", retractedNow(locked, dataset, Sql.of("URI"))));
  }

  private static Sql noted(Instant now, Sql what) {
    return Sql.of(
            """
            CASE WHEN ERROR_MESSAGES IS NULL THEN '' ELSE ERROR_MESSAGES || CHR(10) END
            || 'retracted ' || :now || {what}
            """)
        .bind("now", now.toString())
        .with("what", what);
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
  private long mark(Locked locked, Dataset dataset, Instant now) throws SQLException {
    Sql rows =
        Sql.of(
                """
                COALESCE((
                  SELECT COUNT(*)
                  FROM {target} t
                  WHERE t._FILE_ID = f.FILE_ID), 0)
                """)
            .with("target", target(dataset));
    return new LedgerEvents(warehouse, dataset.name(), locked.mark())
        .change(
            locked.connection(),
            Sql.of("'RETRACTED'"),
            noted(
                now,
                Sql.of("': ' || CAST({rows} AS VARCHAR) || ' rows taken out'").with("rows", rows)),
            published(dataset));
  }
}
