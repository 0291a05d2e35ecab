package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
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
      @Nullable Instant finishedAt) {

    private static RunRow of(Row row) throws SQLException {
      return new RunRow(
          row.text(AuditColumn.RUN_ID),
          row.date(AuditColumn.EXECUTION_DATE),
          row.text(AuditColumn.DATASET),
          row.text(AuditColumn.MODE),
          row.number(AuditColumn.SOURCE_RECORD_COUNT),
          row.number(AuditColumn.INGESTED_RECORD_COUNT),
          row.number(AuditColumn.REJECTED_RECORD_COUNT),
          row.number(AuditColumn.FILES),
          RunStatus.valueOf(row.text(AuditColumn.STATUS)),
          row.textOrNull(AuditColumn.ERROR_MESSAGES),
          row.instant(AuditColumn.STARTED_AT),
          row.instantOrNull(AuditColumn.FINISHED_AT));
    }
  }

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
      @Nullable Instant loadedAt) {

    private static FileRow of(Row row) throws SQLException {
      return new FileRow(
          row.text(LedgerColumn.DATASET),
          row.text(LedgerColumn.FILE_ID),
          row.text(LedgerColumn.URI),
          row.number(LedgerColumn.SIZE_BYTES),
          row.text(LedgerColumn.RUN_ID),
          row.number(LedgerColumn.ATTEMPT),
          row.number(LedgerColumn.SOURCE_RECORD_COUNT),
          row.number(LedgerColumn.ACCEPTED_RECORD_COUNT),
          row.number(LedgerColumn.REJECTED_RECORD_COUNT),
          row.number(LedgerColumn.INGESTED_RECORD_COUNT),
          FileStatus.valueOf(row.text(LedgerColumn.STATUS)),
          row.textOrNull(LedgerColumn.ERROR_MESSAGES),
          row.instantOrNull(LedgerColumn.LOADED_AT));
    }
  }

  private final ControlTables tables;
  private final String timestamp;
  private final String now;

  /** The audit of a warehouse. */
  public Audit(Warehouse warehouse) {
    this.tables = new ControlTables(warehouse);
    this.timestamp = warehouse.dialect().typeName(ColumnType.TIMESTAMP);
    this.now = warehouse.dialect().now();
  }

  /** What an event weighs against others of the same try of a run. */
  private static final int STARTED = 0;

  private static final int ABANDONED = 1;
  private static final int FAILED = 2;
  private static final int CONCLUDED = 3;

  /**
   * Records that a run of a dataset starts; a run that is retried under its id goes on in its row.
   */
  public void start(Connection connection, Run run, String dataset) throws SQLException {
    Sql.of(
            """
            INSERT INTO {events} (
              RUN_ID, EXECUTION_DATE, DATASET, MODE, SOURCE_RECORD_COUNT, INGESTED_RECORD_COUNT,
              REJECTED_RECORD_COUNT, FILES, STATUS, STARTED_AT, TRY_ID, TRY, PRECEDENCE, EVENT_AT)
            SELECT
              :run, CAST(:date AS DATE), :dataset, :mode, 0, 0,
              0, 0, 'RUNNING', CAST(:started AS {timestamp}), :try, COALESCE(MAX(TRY), 0) + 1,
              {precedence}, {now}
            FROM {events}
            WHERE RUN_ID = :run AND DATASET = :dataset
            """)
        .with("events", tables.runEvents())
        .with("timestamp", timestamp)
        .with("precedence", String.valueOf(STARTED))
        .with("now", now)
        .bind("run", run.id())
        .bind("date", run.executionDate().toString())
        .bind("dataset", dataset)
        .bind("mode", run.mode().text())
        .bind("started", run.startedAt())
        .bind("try", tryId(run))
        .update(connection);
  }

  /** No two processes that try a run start it at the same time. */
  private static String tryId(Run run) {
    return run.startedAt().toString();
  }

  /**
   * Makes a run's row terminal from what the ledger holds of it.
   *
   * @param skipped messages on files that this run did not try, because they failed too often; they
   *     make the run FAILED, for the files are still not in
   */
  public void conclude(Connection connection, Run run, String dataset, List<String> skipped)
      throws SQLException {
    List<String> messages = new ArrayList<>(skipped);
    boolean failed = !skipped.isEmpty();
    for (Told file : told(connection, run, dataset)) {
      failed |= file.isFailed();
      messages.add(file.uri() + ": " + file.message().lines().findFirst().orElse(""));
    }
    Sql status =
        failed
            ? Sql.of("'FAILED'")
            : Sql.of(
                    """
                    CASE
                      WHEN COALESCE(SUM(REJECTED_RECORD_COUNT), 0) > 0
                        OR (SELECT COUNT(*)
                            FROM {rejects}
                            WHERE RUN_ID = :run AND DATASET = :dataset) > 0
                      THEN 'PARTIAL'
                      ELSE 'SUCCESS'
                    END
                    """)
                .with("rejects", tables.rejects())
                .bind("run", run.id())
                .bind("dataset", dataset);
    end(connection, run, dataset, status, CONCLUDED, messages);
  }

  /** A file that there is something to say of, and whether it is still not in. */
  private record Told(String uri, String message, boolean isFailed) {
    private static Told of(Row row) throws SQLException {
      return new Told(row.text("URI"), row.text("ERROR_MESSAGES"), row.flag("IS_FAILED"));
    }
  }

  /** A file that failed is mended when a version of it was published since, by whichever run. */
  private List<Told> told(Connection connection, Run run, String dataset) throws SQLException {
    return Sql.of(
            """
            SELECT
              f.URI AS URI,
              f.ERROR_MESSAGES AS ERROR_MESSAGES,
              f.STATUS = 'FAILED' AND NOT COALESCE(p.LAST_LOAD > f.LOADED_AT, FALSE) AS IS_FAILED
            FROM {ledger} f
            LEFT JOIN (
              SELECT URI, MAX(LOADED_AT) AS LAST_LOAD
              FROM {ledger}
              WHERE DATASET = :dataset AND STATUS IN ('PUBLISHED', 'SUPERSEDED')
              GROUP BY URI) p ON p.URI = f.URI
            WHERE f.RUN_ID = :run AND f.DATASET = :dataset AND f.ERROR_MESSAGES IS NOT NULL
            ORDER BY f.URI, f.ATTEMPT
            """)
        .with("ledger", tables.ledger())
        .bind("run", run.id())
        .bind("dataset", dataset)
        .query(connection, Told::of);
  }

  /**
   * Makes a run's row FAILED because the run itself could not go on. What the same try has
   * concluded stays: then all it had to do was done.
   */
  public void fail(Connection connection, Run run, String dataset, String message)
      throws SQLException {
    end(connection, run, dataset, Sql.of("'FAILED'"), FAILED, List.of(RUN_FAILED + message));
  }

  private void end(
      Connection connection,
      Run run,
      String dataset,
      Sql status,
      int precedence,
      List<String> messages)
      throws SQLException {
    Sql.of(
            """
            INSERT INTO {events} (
              RUN_ID, EXECUTION_DATE, DATASET, MODE,
              FILES,
              SOURCE_RECORD_COUNT,
              INGESTED_RECORD_COUNT,
              REJECTED_RECORD_COUNT,
              STATUS, ERROR_MESSAGES, STARTED_AT, FINISHED_AT,
              TRY_ID, PRECEDENCE, EVENT_AT)
            SELECT
              :run, CAST(:date AS DATE), :dataset, :mode,
              COUNT(*),
              COALESCE(SUM(SOURCE_RECORD_COUNT), 0),
              COALESCE(SUM(INGESTED_RECORD_COUNT), 0),
              COALESCE(SUM(REJECTED_RECORD_COUNT), 0),
              {status}, :messages, CAST(:started AS {timestamp}), CAST(:finished AS {timestamp}),
              :try, {precedence}, {now}
            FROM {ledger}
            WHERE RUN_ID = :run AND DATASET = :dataset
            """)
        .with("events", tables.runEvents())
        .with("ledger", tables.ledger())
        .with("timestamp", timestamp)
        .with("status", status)
        .with("precedence", String.valueOf(precedence))
        .with("now", now)
        .bind("run", run.id())
        .bind("date", run.executionDate().toString())
        .bind("dataset", dataset)
        .bind("mode", run.mode().text())
        .bind("messages", messages.isEmpty() ? null : bounded(messages))
        .bind("started", run.startedAt())
        .bind("finished", Instant.now())
        .bind("try", tryId(run))
        .update(connection);
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

  /** Marks a run as dead where it is RUNNING; {@code finder} is who found it. */
  public void abandon(Connection connection, String runId, String finder) throws SQLException {
    Sql.of(
            """
            INSERT INTO {events} (
              RUN_ID, EXECUTION_DATE, DATASET, MODE, SOURCE_RECORD_COUNT, INGESTED_RECORD_COUNT,
              REJECTED_RECORD_COUNT, FILES, STATUS, ERROR_MESSAGES, STARTED_AT, FINISHED_AT,
              TRY_ID, PRECEDENCE, EVENT_AT)
            SELECT
              a.RUN_ID, a.EXECUTION_DATE, a.DATASET, a.MODE, a.SOURCE_RECORD_COUNT,
              a.INGESTED_RECORD_COUNT, a.REJECTED_RECORD_COUNT, a.FILES, 'ABANDONED', :message,
              a.STARTED_AT, CAST(:finished AS {timestamp}), t.TRY_ID, {precedence}, {now}
            FROM {audit} a
            LEFT JOIN (
              SELECT DATASET, TRY_ID
              FROM {events}
              WHERE RUN_ID = :run
              QUALIFY ROW_NUMBER() OVER (PARTITION BY DATASET ORDER BY TRY DESC NULLS LAST) = 1) t
              ON t.DATASET = a.DATASET
            WHERE a.STATUS = 'RUNNING' AND a.RUN_ID = :run
            """)
        .with("events", tables.runEvents())
        .with("audit", tables.audit())
        .with("timestamp", timestamp)
        .with("precedence", String.valueOf(ABANDONED))
        .with("now", now)
        .bind("message", "ended without a result; found by " + finder)
        .bind("finished", Instant.now())
        .bind("run", runId)
        .update(connection);
  }

  /** The rows of all runs that have not ended. */
  public List<RunRow> running(Connection connection) throws SQLException {
    return runs(Sql.of("STATUS = 'RUNNING'")).query(connection, RunRow::of);
  }

  /** The rows of a run, one per dataset, by name. */
  public List<RunRow> run(Connection connection, String runId) throws SQLException {
    return runs(Sql.of("RUN_ID = :run").bind("run", runId)).query(connection, RunRow::of);
  }

  private Sql runs(Sql condition) {
    return Sql.of(
            """
            SELECT {columns}
            FROM {audit}
            WHERE {condition}
            ORDER BY DATASET
            """)
        .withAll("columns", SelectedColumns.of(AuditColumn.values()))
        .with("audit", tables.audit())
        .with("condition", condition);
  }

  /** The rows of the newest runs, newest first. */
  public List<RunRow> lastRuns(Connection connection, int count) throws SQLException {
    return Sql.of(
            """
            SELECT {columns}
            FROM (
              SELECT a.*, DENSE_RANK() OVER (ORDER BY a.LAST_START DESC, a.RUN_ID) AS AGE
              FROM (
                SELECT l.*, MAX(STARTED_AT) OVER (PARTITION BY RUN_ID) AS LAST_START
                FROM {audit} l) a) r
            WHERE AGE <= :count
            ORDER BY r.STARTED_AT DESC, RUN_ID, DATASET
            """)
        .withAll("columns", SelectedColumns.of(AuditColumn.values()))
        .with("audit", tables.audit())
        .bind("count", count)
        .query(connection, RunRow::of);
  }

  /** The files that a run tried, by dataset and URI. */
  public List<FileRow> files(Connection connection, String runId) throws SQLException {
    return Sql.of(
            """
            SELECT {columns}
            FROM {ledger}
            WHERE RUN_ID = :run
            ORDER BY DATASET, URI, ATTEMPT
            """)
        .withAll("columns", SelectedColumns.of(LedgerColumn.values()))
        .with("ledger", tables.ledger())
        .bind("run", runId)
        .query(connection, FileRow::of);
  }
}
