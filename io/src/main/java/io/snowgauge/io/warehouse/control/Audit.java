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

  /** The audit of a warehouse. */
  public Audit(Warehouse warehouse) {
    this.tables = new ControlTables(warehouse);
    this.timestamp = warehouse.dialect().typeName(ColumnType.TIMESTAMP);
  }

  /**
   * Records that a run of a dataset starts; a run that is retried under its id goes on in its row.
   */
  public void start(Connection connection, Run run, String dataset) throws SQLException {
    long continued =
        Sql.of(
                """
                UPDATE {audit}
                SET STATUS = 'RUNNING', ERROR_MESSAGES = NULL, FINISHED_AT = NULL
                WHERE RUN_ID = :run AND DATASET = :dataset
                """)
            .with("audit", tables.audit())
            .bind("run", run.id())
            .bind("dataset", dataset)
            .update(connection);
    if (continued == 0) {
      Sql.of(
              """
              INSERT INTO {audit} (
                RUN_ID, EXECUTION_DATE, DATASET, MODE, SOURCE_RECORD_COUNT, INGESTED_RECORD_COUNT,
                REJECTED_RECORD_COUNT, FILES, STATUS, STARTED_AT)
              VALUES (
                :run, CAST(:date AS DATE), :dataset, :mode, 0, 0,
                0, 0, 'RUNNING', CAST(:started AS {timestamp}))
              """)
          .with("audit", tables.audit())
          .with("timestamp", timestamp)
          .bind("run", run.id())
          .bind("date", run.executionDate().toString())
          .bind("dataset", dataset)
          .bind("mode", run.mode().text())
          .bind("started", run.startedAt())
          .update(connection);
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
    List<String> messages = new ArrayList<>(skipped);
    boolean failed = !skipped.isEmpty();
    List<FileRow> told = filesWithMessages(connection, run, dataset);
    Set<String> mended = mended(connection, run, dataset);
    for (FileRow file : told) {
      failed |= file.status() == FileStatus.FAILED && !mended.contains(file.uri());
      String first = String.valueOf(file.errorMessages()).lines().findFirst().orElse("");
      messages.add(file.uri() + ": " + first);
    }
    boolean partial = isAnythingRejected(connection, run, dataset);
    RunStatus status = failed ? RunStatus.FAILED : partial ? RunStatus.PARTIAL : RunStatus.SUCCESS;
    finish(connection, run, dataset, status, messages);
  }

  private List<FileRow> filesWithMessages(Connection connection, Run run, String dataset)
      throws SQLException {
    return Sql.of(
            """
            SELECT {columns}
            FROM {ledger}
            WHERE RUN_ID = :run AND DATASET = :dataset AND ERROR_MESSAGES IS NOT NULL
            ORDER BY DATASET, URI, ATTEMPT
            """)
        .withAll("columns", SelectedColumns.of(LedgerColumn.values()))
        .with("ledger", tables.ledger())
        .bind("run", run.id())
        .bind("dataset", dataset)
        .query(connection, FileRow::of);
  }

  /** The files that failed in a run of which a version was published since, by whichever run. */
  private Set<String> mended(Connection connection, Run run, String dataset) throws SQLException {
    return Set.copyOf(
        Sql.of(
                """
                SELECT DISTINCT f.URI
                FROM {ledger} f
                JOIN {ledger} p
                  ON p.DATASET = f.DATASET AND p.URI = f.URI AND p.LOADED_AT > f.LOADED_AT
                WHERE f.RUN_ID = :run AND f.DATASET = :dataset AND f.STATUS = 'FAILED'
                  AND p.STATUS IN ('PUBLISHED', 'SUPERSEDED')
                """)
            .with("ledger", tables.ledger())
            .bind("run", run.id())
            .bind("dataset", dataset)
            .texts(connection));
  }

  private boolean isAnythingRejected(Connection connection, Run run, String dataset)
      throws SQLException {
    return Sql.of(
            """
            SELECT
              (SELECT COUNT(*)
               FROM {rejects}
               WHERE RUN_ID = :run AND DATASET = :dataset) AS REJECTED_LINES,
              (SELECT COALESCE(SUM(REJECTED_RECORD_COUNT), 0)
               FROM {ledger}
               WHERE RUN_ID = :run AND DATASET = :dataset) AS REJECTED_RECORDS
            """)
        .with("rejects", tables.rejects())
        .with("ledger", tables.ledger())
        .bind("run", run.id())
        .bind("dataset", dataset)
        .queryOne(
            connection,
            row -> row.number("REJECTED_LINES") > 0 || row.number("REJECTED_RECORDS") > 0);
  }

  /** Makes a run's row FAILED because the run itself could not go on. */
  public void fail(Connection connection, Run run, String dataset, String message)
      throws SQLException {
    finish(connection, run, dataset, RunStatus.FAILED, List.of(RUN_FAILED + message));
  }

  /** What the ledger has of a run. */
  private record Counts(long files, long source, long ingested, long rejected) {
    private static Counts of(Row row) throws SQLException {
      return new Counts(
          row.number("FILES"),
          row.number("SOURCE_RECORDS"),
          row.number("INGESTED_RECORDS"),
          row.number("REJECTED_RECORDS"));
    }
  }

  private Counts counts(Connection connection, Run run, String dataset) throws SQLException {
    return Sql.of(
            """
            SELECT
              COUNT(*) AS FILES,
              COALESCE(SUM(SOURCE_RECORD_COUNT), 0) AS SOURCE_RECORDS,
              COALESCE(SUM(INGESTED_RECORD_COUNT), 0) AS INGESTED_RECORDS,
              COALESCE(SUM(REJECTED_RECORD_COUNT), 0) AS REJECTED_RECORDS
            FROM {ledger}
            WHERE RUN_ID = :run AND DATASET = :dataset
            """)
        .with("ledger", tables.ledger())
        .bind("run", run.id())
        .bind("dataset", dataset)
        .queryOne(connection, Counts::of);
  }

  private void finish(
      Connection connection, Run run, String dataset, RunStatus status, List<String> messages)
      throws SQLException {
    Counts counts = counts(connection, run, dataset);
    Sql.of(
            """
            UPDATE {audit}
            SET FILES = :files,
              SOURCE_RECORD_COUNT = :source,
              INGESTED_RECORD_COUNT = :ingested,
              REJECTED_RECORD_COUNT = :rejected,
              STATUS = :status,
              ERROR_MESSAGES = :messages,
              FINISHED_AT = CAST(:now AS {timestamp})
            WHERE RUN_ID = :run AND DATASET = :dataset
            """)
        .with("audit", tables.audit())
        .with("timestamp", timestamp)
        .bind("files", counts.files())
        .bind("source", counts.source())
        .bind("ingested", counts.ingested())
        .bind("rejected", counts.rejected())
        .bind("status", status.name())
        .bind("messages", messages.isEmpty() ? null : bounded(messages))
        .bind("now", Instant.now())
        .bind("run", run.id())
        .bind("dataset", dataset)
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
            UPDATE {audit}
            SET STATUS = 'ABANDONED',
              FINISHED_AT = CAST(:now AS {timestamp}),
              ERROR_MESSAGES = :message
            WHERE STATUS = 'RUNNING' AND RUN_ID = :run
            """)
        .with("audit", tables.audit())
        .with("timestamp", timestamp)
        .bind("now", Instant.now())
        .bind("message", "ended without a result; found by " + finder)
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
