package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.DeclaredColumn;
import io.snowgauge.io.warehouse.Sql;
import java.util.List;
import java.util.stream.Stream;

/** What has become of all that happened: the present state, under the names that people ask. */
enum ControlView {
  /**
   * The ledger: of each attempt at a file version the last event. Publishers take turns, and each
   * has a higher epoch than the one before; what a try of an extraction has forgotten stays so. A
   * failed attempt gives way to a later one of the same run.
   */
  INGESTION_FILES(ControlTable.INGESTION_FILE_EVENTS, LedgerColumn.values()) {
    @Override
    Sql query(String events, String ledger) {
      return Sql.of(
              """
              SELECT {columns}
              FROM {events}
              QUALIFY ROW_NUMBER() OVER (
                PARTITION BY DATASET, FILE_ID, RUN_ID, ATTEMPT, LOADED_AT
                ORDER BY
                  CASE WHEN STATUS = 'FORGOTTEN' THEN 0 ELSE 1 END,
                  EPOCH DESC NULLS LAST) = 1
                AND STATUS <> 'FORGOTTEN'
                AND (STATUS <> 'FAILED'
                  OR ATTEMPT = MAX(ATTEMPT) OVER (PARTITION BY DATASET, FILE_ID, RUN_ID))
              """)
          .withAll("columns", columns())
          .with("events", events);
    }
  },

  /**
   * The audit: of each run and dataset the event of the highest PRECEDENCE in the try that was
   * started last, and of several such events the last one. So a failure that is reported later
   * cannot undo what the publication recorded.
   */
  INGESTION_AUDIT(ControlTable.INGESTION_RUN_EVENTS, AuditColumn.values()) {
    @Override
    Sql query(String events, String ledger) {
      return Sql.of(
              """
              SELECT
                RUN_ID, FIRST_DATE AS EXECUTION_DATE, DATASET, FIRST_MODE AS MODE,
                SOURCE_RECORD_COUNT, INGESTED_RECORD_COUNT, REJECTED_RECORD_COUNT, FILES,
                STATUS, ERROR_MESSAGES, FIRST_START AS STARTED_AT, FINISHED_AT,
                INSERTED_RECORD_COUNT, UPDATED_RECORD_COUNT, UNCHANGED_RECORD_COUNT,
                OVERTAKEN_RECORD_COUNT
              FROM (
                SELECT
                  e.*,
                  MAX(CASE WHEN PRECEDENCE = 0 THEN EVENT_AT END) OVER (
                    PARTITION BY RUN_ID, DATASET, TRY_ID) AS TRY_BEGAN,
                  FIRST_VALUE(EXECUTION_DATE) OVER (
                    PARTITION BY RUN_ID, DATASET
                    ORDER BY EVENT_AT NULLS FIRST, PRECEDENCE) AS FIRST_DATE,
                  FIRST_VALUE(MODE) OVER (
                    PARTITION BY RUN_ID, DATASET
                    ORDER BY EVENT_AT NULLS FIRST, PRECEDENCE) AS FIRST_MODE,
                  FIRST_VALUE(STARTED_AT) OVER (
                    PARTITION BY RUN_ID, DATASET
                    ORDER BY EVENT_AT NULLS FIRST, PRECEDENCE) AS FIRST_START
                FROM {events} e) x
              QUALIFY ROW_NUMBER() OVER (
                PARTITION BY RUN_ID, DATASET
                ORDER BY
                  TRY_BEGAN DESC NULLS LAST,
                  PRECEDENCE DESC NULLS LAST,
                  EVENT_AT DESC NULLS LAST) = 1
              """)
          .with("events", events);
    }
  },

  /** The rejects of the attempts that the ledger shows, and those that name no attempt. */
  INGESTION_REJECTS(ControlTable.INGESTION_REJECT_ROWS, RejectColumn.values()) {
    @Override
    Sql query(String events, String ledger) {
      return Sql.of(
              """
              SELECT {columns}
              FROM {rows} r
              LEFT JOIN {ledger} f
                ON f.DATASET = r.DATASET AND f.FILE_ID = r.FILE_ID AND f.RUN_ID = r.RUN_ID
                  AND f.STAGE_ID = r.STAGE_ID
              WHERE r.STAGE_ID IS NULL OR f.STAGE_ID IS NOT NULL
              """)
          .withAll(
              "columns",
              columns().stream()
                  .map(column -> Sql.of("r.{column} AS {column}").with("column", column))
                  .toList())
          .with("rows", events)
          .with("ledger", ledger);
    }
  };

  private final ControlTable events;

  @SuppressWarnings("ImmutableEnumChecker") // The list cannot be changed, nor can its names.
  private final List<String> columns;

  ControlView(ControlTable events, DeclaredColumn... columns) {
    this.events = events;
    this.columns = Stream.of(columns).map(DeclaredColumn::name).toList();
  }

  /** The names of its columns. */
  List<String> columns() {
    return columns;
  }

  /** The table of what happened, of which it is the present state. */
  ControlTable events() {
    return events;
  }

  /**
   * What it shows.
   *
   * @param events the table of {@link #events}, as statements name it
   * @param ledger as statements name it
   */
  abstract Sql query(String events, String ledger);
}
