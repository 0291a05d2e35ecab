package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.DeclaredColumn;
import io.snowgauge.io.warehouse.Sql;
import java.util.List;
import java.util.stream.Stream;

/** What has become of all that happened: the present state, under the names that people ask. */
enum ControlView {
  /**
   * The ledger: of each dataset, file version and run the last event. Publishers take turns, and
   * each has a higher epoch than the one before; extractions have none and count their attempts.
   */
  INGESTION_FILES(LedgerColumn.values()) {
    @Override
    Sql query(ControlTables tables) {
      return Sql.of(
              """
              SELECT {columns}
              FROM {events}
              QUALIFY ROW_NUMBER() OVER (
                PARTITION BY DATASET, FILE_ID, RUN_ID
                ORDER BY EPOCH DESC NULLS LAST, ATTEMPT DESC, LOADED_AT DESC) = 1
                AND STATUS <> 'FORGOTTEN'
              """)
          .withAll("columns", columns())
          .with("events", tables.fileEvents());
    }
  },

  /**
   * The audit: of each run and dataset the weightiest event of the last try, and of several that
   * weigh the same the last. So nothing that is said of a run afterwards takes back what its
   * publication said of it.
   */
  INGESTION_AUDIT(AuditColumn.values()) {
    @Override
    Sql query(ControlTables tables) {
      return Sql.of(
              """
              SELECT
                RUN_ID, FIRST_DATE AS EXECUTION_DATE, DATASET, FIRST_MODE AS MODE,
                SOURCE_RECORD_COUNT, INGESTED_RECORD_COUNT, REJECTED_RECORD_COUNT, FILES,
                STATUS, ERROR_MESSAGES, FIRST_START AS STARTED_AT, FINISHED_AT
              FROM (
                SELECT
                  e.*,
                  MAX(TRY) OVER (PARTITION BY RUN_ID, DATASET, TRY_ID) AS LAST_TRY,
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
                  LAST_TRY DESC NULLS LAST,
                  PRECEDENCE DESC NULLS LAST,
                  EVENT_AT DESC NULLS LAST) = 1
              """)
          .with("events", tables.runEvents());
    }
  },

  /** The rejects of the attempts that the ledger shows. */
  INGESTION_REJECTS(RejectColumn.values()) {
    @Override
    Sql query(ControlTables tables) {
      return Sql.of(
              """
              SELECT {columns}
              FROM {rows} r
              JOIN {ledger} f
                ON f.DATASET = r.DATASET AND f.FILE_ID = r.FILE_ID AND f.RUN_ID = r.RUN_ID
                  AND f.STAGE_ID = r.STAGE_ID
              """)
          .withAll(
              "columns",
              columns().stream()
                  .map(column -> Sql.of("r.{column} AS {column}").with("column", column))
                  .toList())
          .with("rows", tables.rejectRows())
          .with("ledger", tables.ledger());
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // The list cannot be changed, nor can its names.
  private final List<String> columns;

  ControlView(DeclaredColumn... columns) {
    this.columns = Stream.of(columns).map(DeclaredColumn::name).toList();
  }

  /** The names of its columns. */
  List<String> columns() {
    return columns;
  }

  /** What it shows. */
  abstract Sql query(ControlTables tables);
}
