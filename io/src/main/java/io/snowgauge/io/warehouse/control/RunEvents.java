package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to runs, each a row that is added, with the counts that the ledger has of the run
 * then. The audit shows of each run the event that weighs most in its last try.
 */
final class RunEvents {
  /** More messages of a run are only counted. */
  private static final int MESSAGES = 20;

  /** What an event weighs against others of the same try, as it is written. */
  private enum Precedence {
    STARTED(0),
    ABANDONED(1),
    FAILED(2),
    CONCLUDED(3);

    private final int written;

    Precedence(int written) {
      this.written = written;
    }
  }

  private final ControlTables tables;
  private final String timestamp;
  private final String now;

  RunEvents(Warehouse warehouse) {
    this.tables = new ControlTables(warehouse);
    this.timestamp = warehouse.dialect().typeName(ColumnType.TIMESTAMP);
    this.now = warehouse.dialect().now();
  }

  /** A run of a dataset starts, perhaps another time. */
  void start(Connection connection, Run run, String dataset) throws SQLException {
    add(connection, run, dataset, Precedence.STARTED, Sql.of("'RUNNING'"), null);
  }

  /**
   * A run has ended, in the way that the ledger tells.
   *
   * @param passedOver what the run did not try
   */
  void conclude(Connection connection, Run run, String dataset, PassedOver passedOver)
      throws SQLException {
    conclude(connection, run, dataset, passedOver, told(connection, run, dataset));
  }

  /**
   * The same.
   *
   * @param told what there is to say of the run's files
   */
  void conclude(
      Connection connection, Run run, String dataset, PassedOver passedOver, List<Told> told)
      throws SQLException {
    boolean failed =
        !passedOver.skipped().isEmpty() || isAnyStillOut(connection, run, dataset, told);
    List<String> messages = passedOver.messages();
    for (Told file : told) {
      messages.add(file.uri() + ": " + file.message().lines().findFirst().orElse(""));
    }
    Sql status = failed ? Sql.of("'FAILED'") : successOrPartial(run, dataset);
    add(connection, run, dataset, Precedence.CONCLUDED, status, bounded(messages));
  }

  private Sql successOrPartial(Run run, String dataset) {
    return Sql.of(
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
  }

  /** A file of the run that there is something to say of. */
  record Told(String uri, String message, boolean isFailed) {
    private static Told of(Row row) throws SQLException {
      return new Told(row.text("URI"), row.text("ERROR_MESSAGES"), row.flag("IS_FAILED"));
    }
  }

  private List<Told> told(Connection connection, Run run, String dataset) throws SQLException {
    return Sql.of(
            """
            SELECT URI, ERROR_MESSAGES, STATUS = 'FAILED' AS IS_FAILED
            FROM {ledger}
            WHERE RUN_ID = :run AND DATASET = :dataset AND ERROR_MESSAGES IS NOT NULL
            ORDER BY URI, ATTEMPT
            """)
        .with("ledger", tables.ledger())
        .bind("run", run.id())
        .bind("dataset", dataset)
        .query(connection, Told::of);
  }

  /**
   * Whether a file that failed in the run is not in by now. It is when a version of it was
   * published since, by whichever run; only where one failed is the dataset's history looked
   * through for it.
   */
  private boolean isAnyStillOut(Connection connection, Run run, String dataset, List<Told> told)
      throws SQLException {
    if (told.stream().noneMatch(Told::isFailed)) {
      return false;
    }
    return Sql.of(
                """
                SELECT COUNT(*)
                FROM {ledger} f
                LEFT JOIN (
                  SELECT URI, MAX(LOADED_AT) AS LAST_LOAD
                  FROM {ledger}
                  WHERE DATASET = :dataset AND STATUS IN ('PUBLISHED', 'SUPERSEDED')
                  GROUP BY URI) p ON p.URI = f.URI
                WHERE f.RUN_ID = :run AND f.DATASET = :dataset AND f.STATUS = 'FAILED'
                  AND NOT COALESCE(p.LAST_LOAD > f.LOADED_AT, FALSE)
                """)
            .with("ledger", tables.ledger())
            .bind("run", run.id())
            .bind("dataset", dataset)
            .number(connection)
        > 0;
  }

  /** A run could not go on. */
  void fail(Connection connection, Run run, String dataset, String message) throws SQLException {
    add(connection, run, dataset, Precedence.FAILED, Sql.of("'FAILED'"), message);
  }

  private void add(
      Connection connection,
      Run run,
      String dataset,
      Precedence precedence,
      Sql status,
      @Nullable String messages)
      throws SQLException {
    Sql.of(
            """
            INSERT INTO {events} ({columns})
            SELECT
              :run, CAST(:date AS DATE), :dataset, :mode, CAST(:started AS {timestamp}),
              {counts},
              {status}, :messages, CAST(:finished AS {timestamp}), :try, {precedence}, {now}
            FROM {ledger}
            WHERE RUN_ID = :run AND DATASET = :dataset
            """)
        .with("columns", columns())
        .with("events", tables.runEvents())
        .with("ledger", tables.ledger())
        .with("timestamp", timestamp)
        .with("counts", counts())
        .with("status", status)
        .with("precedence", String.valueOf(precedence.written))
        .with("now", now)
        .bind("run", run.id())
        .bind("date", run.executionDate().toString())
        .bind("dataset", dataset)
        .bind("mode", run.mode().text())
        .bind("messages", messages)
        .bind("started", run.startedAt())
        .bind("finished", precedence == Precedence.STARTED ? null : Instant.now())
        .bind("try", run.tryId())
        .update(connection);
  }

  /** What an event is made of, in the order in which all that add one give it. */
  private static Sql columns() {
    return Sql.of(
        """
        RUN_ID, EXECUTION_DATE, DATASET, MODE, STARTED_AT,
        FILES, SOURCE_RECORD_COUNT, INGESTED_RECORD_COUNT, REJECTED_RECORD_COUNT,
        INSERTED_RECORD_COUNT, UPDATED_RECORD_COUNT, UNCHANGED_RECORD_COUNT,
        OVERTAKEN_RECORD_COUNT,
        STATUS, ERROR_MESSAGES, FINISHED_AT, TRY_ID, PRECEDENCE, EVENT_AT
        """);
  }

  /** Of rows of the ledger. */
  private static Sql counts() {
    return Sql.of(
        """
        COUNT(*) AS FILES,
        COALESCE(SUM(SOURCE_RECORD_COUNT), 0) AS SOURCE_RECORDS,
        COALESCE(SUM(INGESTED_RECORD_COUNT), 0) AS INGESTED_RECORDS,
        COALESCE(SUM(REJECTED_RECORD_COUNT), 0) AS REJECTED_RECORDS,
        COALESCE(SUM(INSERTED_RECORD_COUNT), 0) AS INSERTED_RECORDS,
        COALESCE(SUM(UPDATED_RECORD_COUNT), 0) AS UPDATED_RECORDS,
        COALESCE(SUM(UNCHANGED_RECORD_COUNT), 0) AS UNCHANGED_RECORDS,
        COALESCE(SUM(OVERTAKEN_RECORD_COUNT), 0) AS OVERTAKEN_RECORDS
        """);
  }

  private static @Nullable String bounded(List<String> messages) {
    if (messages.isEmpty()) {
      return null;
    }
    if (messages.size() <= MESSAGES) {
      return String.join("\n", messages);
    }
    return String.join("\n", messages.subList(0, MESSAGES))
        + "\nand "
        + (messages.size() - MESSAGES)
        + " more";
  }

  /** A run was found dead, by whoever needs not know which of its tries was the last. */
  void abandon(Connection connection, String runId, String message) throws SQLException {
    Sql.of(
            """
            INSERT INTO {events} ({columns})
            SELECT
              a.RUN_ID, a.EXECUTION_DATE, a.DATASET, a.MODE, a.STARTED_AT,
              COALESCE(c.FILES, 0), COALESCE(c.SOURCE_RECORDS, 0),
              COALESCE(c.INGESTED_RECORDS, 0), COALESCE(c.REJECTED_RECORDS, 0),
              COALESCE(c.INSERTED_RECORDS, 0), COALESCE(c.UPDATED_RECORDS, 0),
              COALESCE(c.UNCHANGED_RECORDS, 0), COALESCE(c.OVERTAKEN_RECORDS, 0),
              'ABANDONED', :message, CAST(:finished AS {timestamp}), t.TRY_ID, {precedence}, {now}
            FROM {audit} a
            LEFT JOIN ({lastTries}) t ON t.DATASET = a.DATASET
            LEFT JOIN (
              SELECT DATASET, {counts}
              FROM {ledger}
              WHERE RUN_ID = :run
              GROUP BY DATASET) c ON c.DATASET = a.DATASET
            WHERE a.STATUS = 'RUNNING' AND a.RUN_ID = :run
            """)
        .with("columns", columns())
        .with("events", tables.runEvents())
        .with("audit", tables.audit())
        .with("ledger", tables.ledger())
        .with("lastTries", lastTries(runId))
        .with("counts", counts())
        .with("timestamp", timestamp)
        .with("precedence", String.valueOf(Precedence.ABANDONED.written))
        .with("now", now)
        .bind("message", message)
        .bind("finished", Instant.now())
        .bind("run", runId)
        .update(connection);
  }

  /**
   * Counts of a run that has ended are others now, for refused lines of its files were brought
   * back: it is SUCCESS when none is left.
   *
   * @param note what there is to say of it
   */
  void recount(Connection connection, String runId, String dataset, String note)
      throws SQLException {
    Sql.of(
            """
            INSERT INTO {events} ({columns})
            SELECT
              a.RUN_ID, a.EXECUTION_DATE, a.DATASET, a.MODE, a.STARTED_AT,
              c.FILES, c.SOURCE_RECORDS, c.INGESTED_RECORDS, c.REJECTED_RECORDS,
              c.INSERTED_RECORDS, c.UPDATED_RECORDS, c.UNCHANGED_RECORDS, c.OVERTAKEN_RECORDS,
              CASE
                WHEN a.STATUS = 'PARTIAL' AND c.REJECTED_RECORDS = 0 THEN 'SUCCESS'
                ELSE a.STATUS
              END,
              CASE WHEN a.ERROR_MESSAGES IS NULL THEN '' ELSE a.ERROR_MESSAGES || CHR(10) END
                || :note,
              a.FINISHED_AT, t.TRY_ID, {precedence}, {now}
            FROM {audit} a
            JOIN (
              SELECT DATASET, {counts}
              FROM {ledger}
              WHERE RUN_ID = :run AND DATASET = :dataset
              GROUP BY DATASET) c ON c.DATASET = a.DATASET
            LEFT JOIN ({lastTries}) t ON t.DATASET = a.DATASET
            WHERE a.STATUS <> 'RUNNING' AND a.RUN_ID = :run AND a.DATASET = :dataset
            """)
        .with("columns", columns())
        .with("events", tables.runEvents())
        .with("audit", tables.audit())
        .with("ledger", tables.ledger())
        .with("lastTries", lastTries(runId))
        .with("counts", counts())
        .with("precedence", String.valueOf(Precedence.CONCLUDED.written))
        .with("now", now)
        .bind("note", note)
        .bind("run", runId)
        .bind("dataset", dataset)
        .update(connection);
  }

  private Sql lastTries(String runId) {
    return Sql.of(
            """
            SELECT DATASET, TRY_ID
            FROM {events}
            WHERE RUN_ID = :run AND PRECEDENCE = {started}
            QUALIFY ROW_NUMBER() OVER (PARTITION BY DATASET ORDER BY EVENT_AT DESC) = 1
            """)
        .with("events", tables.runEvents())
        .with("started", String.valueOf(Precedence.STARTED.written))
        .bind("run", runId);
  }
}
