package io.snowgauge.io.warehouse;

import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The audit: one row per run and dataset, whose counts are always those of the ledger. */
public final class Audit {
  /** Leads the message of a run that could not go on, whatever its files are like. */
  public static final String RUN_FAILED = "the run failed: ";

  /** More messages of a run are only counted. */
  private static final int MESSAGES = 20;

  /** A row of the audit. */
  public record RunRow(
      String runId,
      LocalDate executionDate,
      String dataset,
      String mode,
      long sourceRecords,
      long ingestedRecords,
      long rejectedRecords,
      long files,
      RunStatus status,
      @Nullable String errorMessages,
      Instant startedAt,
      @Nullable Instant finishedAt) {}

  /** A row of the ledger. */
  public record FileRow(
      String dataset,
      String fileId,
      String uri,
      long sizeBytes,
      String runId,
      long attempt,
      long sourceRecords,
      long acceptedRecords,
      long rejectedRecords,
      long ingestedRecords,
      FileStatus status,
      @Nullable String errorMessages,
      @Nullable Instant loadedAt) {}

  private final ControlTables tables;
  private final String timestamp;

  /** The audit of a warehouse. */
  public Audit(Warehouse warehouse) {
    this.tables = new ControlTables(warehouse);
    this.timestamp = warehouse.typeName(ColumnType.TIMESTAMP);
  }

  private String castTimestamp() {
    return "CAST(? AS " + timestamp + ")";
  }

  /**
   * Records that a run of a dataset starts; a run that is retried under its id goes on in its row.
   */
  public void start(Connection connection, Run run, String dataset) throws SQLException {
    Sql sql = new Sql(connection);
    String table = tables.table(ControlTables.AUDIT);
    long continued =
        sql.update(
            "UPDATE "
                + table
                + " SET STATUS = 'RUNNING', ERROR_MESSAGES = NULL, FINISHED_AT = NULL"
                + " WHERE RUN_ID = ? AND DATASET = ?",
            run.id(),
            dataset);
    if (continued == 0) {
      sql.update(
          "INSERT INTO "
              + table
              + " (RUN_ID, EXECUTION_DATE, DATASET, MODE, SOURCE_RECORD_COUNT,"
              + " INGESTED_RECORD_COUNT, REJECTED_RECORD_COUNT, FILES, STATUS, STARTED_AT)"
              + " VALUES (?, CAST(? AS DATE), ?, ?, 0, 0, 0, 0, 'RUNNING', "
              + castTimestamp()
              + ")",
          run.id(),
          run.executionDate().toString(),
          dataset,
          run.mode(),
          Sql.timestamp(run.startedAt()));
    }
  }

  /**
   * Makes a run's row terminal from what the ledger holds of it.
   *
   * @param skipped messages on files that this run did not try, because they failed too often; they
   *     make the run FAILED, for the files are still not in
   */
  public void conclude(Connection connection, Run run, String dataset, List<String> skipped)
      throws SQLException {
    Sql sql = new Sql(connection);
    List<FileRow> told =
        sql.query(
            Audit::fileRow,
            fileQuery("RUN_ID = ? AND DATASET = ? AND ERROR_MESSAGES IS NOT NULL"),
            run.id(),
            dataset);
    List<String> messages = new ArrayList<>(skipped);
    boolean failed = !skipped.isEmpty();
    Set<String> mended = mended(sql, run, dataset);
    for (FileRow file : told) {
      failed |= file.status() == FileStatus.FAILED && !mended.contains(file.uri());
      String first = String.valueOf(file.errorMessages()).lines().findFirst().orElse("");
      messages.add(file.uri() + ": " + first);
    }
    boolean partial =
        sql.queryOne(
            row -> row.getLong(1) > 0 || row.getLong(2) > 0,
            "SELECT (SELECT COUNT(*) FROM "
                + tables.table(ControlTables.REJECTS)
                + " WHERE RUN_ID = ? AND DATASET = ?),"
                + " (SELECT COALESCE(SUM(REJECTED_RECORD_COUNT), 0) FROM "
                + tables.table(ControlTables.FILES)
                + " WHERE RUN_ID = ? AND DATASET = ?)",
            run.id(),
            dataset,
            run.id(),
            dataset);
    RunStatus status = failed ? RunStatus.FAILED : partial ? RunStatus.PARTIAL : RunStatus.SUCCESS;
    finish(sql, run, dataset, status, messages);
  }

  /** The files that failed in a run of which a version was published since, by whichever run. */
  private Set<String> mended(Sql sql, Run run, String dataset) throws SQLException {
    String files = tables.table(ControlTables.FILES);
    return Set.copyOf(
        sql.query(
            row -> row.getString(1),
            "SELECT DISTINCT f.URI FROM "
                + files
                + " f JOIN "
                + files
                + " p ON p.DATASET = f.DATASET AND p.URI = f.URI AND p.LOADED_AT > f.LOADED_AT"
                + " WHERE f.RUN_ID = ? AND f.DATASET = ? AND f.STATUS = 'FAILED'"
                + " AND p.STATUS IN ('PUBLISHED', 'SUPERSEDED')",
            run.id(),
            dataset));
  }

  /** Makes a run's row FAILED because the run itself could not go on. */
  public void fail(Connection connection, Run run, String dataset, String message)
      throws SQLException {
    finish(new Sql(connection), run, dataset, RunStatus.FAILED, List.of(RUN_FAILED + message));
  }

  private void finish(Sql sql, Run run, String dataset, RunStatus status, List<String> messages)
      throws SQLException {
    String files = tables.table(ControlTables.FILES);
    long[] counts =
        sql.queryOne(
            row -> new long[] {row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)},
            "SELECT COUNT(*), COALESCE(SUM(SOURCE_RECORD_COUNT), 0),"
                + " COALESCE(SUM(INGESTED_RECORD_COUNT), 0),"
                + " COALESCE(SUM(REJECTED_RECORD_COUNT), 0) FROM "
                + files
                + " WHERE RUN_ID = ? AND DATASET = ?",
            run.id(),
            dataset);
    sql.update(
        "UPDATE "
            + tables.table(ControlTables.AUDIT)
            + " SET FILES = ?, SOURCE_RECORD_COUNT = ?, INGESTED_RECORD_COUNT = ?,"
            + " REJECTED_RECORD_COUNT = ?, STATUS = ?, ERROR_MESSAGES = ?, FINISHED_AT = "
            + castTimestamp()
            + " WHERE RUN_ID = ? AND DATASET = ?",
        counts[0],
        counts[1],
        counts[2],
        counts[3],
        status.name(),
        messages.isEmpty() ? null : bounded(messages),
        Sql.timestamp(Instant.now()),
        run.id(),
        dataset);
  }

  private static String bounded(List<String> messages) {
    if (messages.size() <= MESSAGES) {
      return String.join("\n", messages);
    }
    return String.join("\n", messages.subList(0, MESSAGES))
        + "\nand "
        + (messages.size() - MESSAGES)
        + " more";
  }

  /** The rows of all runs that have not ended. */
  public List<RunRow> running(Connection connection) throws SQLException {
    return new Sql(connection).query(Audit::runRow, runQuery("STATUS = 'RUNNING'"));
  }

  /** Marks a run as dead where it is RUNNING; {@code finder} is who found it. */
  public void abandon(Connection connection, String runId, String finder) throws SQLException {
    new Sql(connection)
        .update(
            "UPDATE "
                + tables.table(ControlTables.AUDIT)
                + " SET STATUS = 'ABANDONED', FINISHED_AT = "
                + castTimestamp()
                + ", ERROR_MESSAGES = ? WHERE STATUS = 'RUNNING' AND RUN_ID = ?",
            Sql.timestamp(Instant.now()),
            "ended without a result; found by " + finder,
            runId);
  }

  /** The rows of a run, one per dataset, by name. */
  public List<RunRow> run(Connection connection, String runId) throws SQLException {
    return new Sql(connection)
        .query(Audit::runRow, runQuery("RUN_ID = ?") + " ORDER BY DATASET", runId);
  }

  /** The rows of the newest runs, newest first. */
  public List<RunRow> lastRuns(Connection connection, int count) throws SQLException {
    return new Sql(connection)
        .query(
            Audit::runRow,
            runQuery(
                    "RUN_ID IN (SELECT RUN_ID FROM "
                        + tables.table(ControlTables.AUDIT)
                        + " GROUP BY RUN_ID ORDER BY MAX(STARTED_AT) DESC, RUN_ID LIMIT "
                        + count
                        + ")")
                + " ORDER BY STARTED_AT DESC, RUN_ID, DATASET");
  }

  /** The files that a run tried, by dataset and URI. */
  public List<FileRow> files(Connection connection, String runId) throws SQLException {
    return new Sql(connection).query(Audit::fileRow, fileQuery("RUN_ID = ?"), runId);
  }

  private String runQuery(String condition) {
    return "SELECT RUN_ID, CAST(EXECUTION_DATE AS VARCHAR), DATASET, MODE, SOURCE_RECORD_COUNT,"
        + " INGESTED_RECORD_COUNT, REJECTED_RECORD_COUNT, FILES, STATUS, ERROR_MESSAGES,"
        + " CAST(STARTED_AT AS VARCHAR), CAST(FINISHED_AT AS VARCHAR) FROM "
        + tables.table(ControlTables.AUDIT)
        + " WHERE "
        + condition;
  }

  private static RunRow runRow(ResultSet row) throws SQLException {
    Instant startedAt = Sql.instant(row.getString(11));
    return new RunRow(
        row.getString(1),
        LocalDate.parse(row.getString(2)),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        RunStatus.valueOf(row.getString(9)),
        row.getString(10),
        startedAt == null ? Instant.EPOCH : startedAt,
        Sql.instant(row.getString(12)));
  }

  private String fileQuery(String condition) {
    return "SELECT DATASET, FILE_ID, URI, SIZE_BYTES, RUN_ID, ATTEMPT, SOURCE_RECORD_COUNT,"
        + " ACCEPTED_RECORD_COUNT, REJECTED_RECORD_COUNT, INGESTED_RECORD_COUNT, STATUS,"
        + " ERROR_MESSAGES, CAST(LOADED_AT AS VARCHAR) FROM "
        + tables.table(ControlTables.FILES)
        + " WHERE "
        + condition
        + " ORDER BY DATASET, URI, ATTEMPT";
  }

  private static FileRow fileRow(ResultSet row) throws SQLException {
    return new FileRow(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getLong(4),
        row.getString(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10),
        FileStatus.valueOf(row.getString(11)),
        row.getString(12),
        Sql.instant(row.getString(13)));
  }
}
