package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The audit: one row per run and dataset, whose counts are always those of the ledger. */
public final class Audit {
  /** Leads the message of a run that could not go on, whatever its files are like. */
  public static final String RUN_FAILED = "the run failed: ";

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
      @Nullable Instant finishedAt,
      MergeCounts merged) {

    /** As it is known to have died, although nobody has said so yet. */
    public RunRow abandoned() {
      return new RunRow(
          runId,
          executionDate,
          dataset,
          mode,
          sourceRecords,
          ingestedRecords,
          rejectedRecords,
          files,
          RunStatus.ABANDONED,
          "ended without a result; the next run removes what it has left",
          startedAt,
          finishedAt,
          merged);
    }

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
          RunStatus.of(row.text(AuditColumn.STATUS)),
          row.textOrNull(AuditColumn.ERROR_MESSAGES),
          row.instant(AuditColumn.STARTED_AT),
          row.instantOrNull(AuditColumn.FINISHED_AT),
          MergeCounts.of(row));
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
      @Nullable Instant loadedAt,
      MergeCounts merged,
      @Nullable String digest) {

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
          FileStatus.of(row.text(LedgerColumn.STATUS)),
          row.textOrNull(LedgerColumn.ERROR_MESSAGES),
          row.instantOrNull(LedgerColumn.LOADED_AT),
          MergeCounts.of(row),
          row.textOrNull(LedgerColumn.DIGEST));
    }
  }

  private final ControlTables tables;
  private final RunEvents events;

  /** The audit of a warehouse. */
  public Audit(Warehouse warehouse) {
    this.tables = new ControlTables(warehouse);
    this.events = new RunEvents(warehouse);
  }

  /**
   * Records that a run of a dataset starts; a run that is retried under its id goes on in its row,
   * with what it has loaded so far.
   */
  public void start(Connection connection, Run run, String dataset) throws SQLException {
    events.start(connection, run, dataset);
  }

  /**
   * Makes a run's row terminal from what the ledger holds of it.
   *
   * @param passedOver what this run did not try
   */
  public void conclude(Connection connection, Run run, String dataset, PassedOver passedOver)
      throws SQLException {
    events.conclude(connection, run, dataset, passedOver);
  }

  /**
   * The same where the ledger has no messages on files of the run, and none of them failed, as
   * whoever wrote all of it knows.
   */
  public void concludeWithoutMessages(
      Connection connection, Run run, String dataset, PassedOver passedOver) throws SQLException {
    events.conclude(connection, run, dataset, passedOver, List.of());
  }

  /**
   * Makes a run's row FAILED because the run itself could not go on. What the same try has
   * concluded stays: then all it had to do was done.
   */
  public void fail(Connection connection, Run run, String dataset, String message)
      throws SQLException {
    events.fail(connection, run, dataset, RUN_FAILED + message);
  }

  /**
   * Counts a run that has ended anew, of whose refused lines some were brought back: it is SUCCESS
   * when none is left.
   *
   * @param note what there is to say of it
   */
  public void recount(Connection connection, String runId, String dataset, String note)
      throws SQLException {
    events.recount(connection, runId, dataset, note);
  }

  /** Marks a run as dead where it is RUNNING; {@code finder} is who found it. */
  public void abandon(Connection connection, String runId, String finder) throws SQLException {
    events.abandon(connection, runId, "ended without a result; found by " + finder);
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

  /**
   * How far the target had come when a run last changed it: a number that grows with each change;
   * empty if the run changed nothing.
   */
  public OptionalLong targetEpoch(Connection connection, String runId, String dataset)
      throws SQLException {
    long epoch =
        Sql.of(
                """
                SELECT COALESCE(MAX(TARGET_EPOCH), 0)
                FROM {events}
                WHERE DATASET = :dataset AND RUN_ID = :run
                """)
            .with("events", tables.fileEvents())
            .bind("dataset", dataset)
            .bind("run", runId)
            .number(connection);
    return epoch == 0 ? OptionalLong.empty() : OptionalLong.of(epoch);
  }
}
