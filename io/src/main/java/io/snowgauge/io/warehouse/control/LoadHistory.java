package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.TimestampText;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the loads of a dataset came to. The warehouse adds it all up: however long a history is, as
 * many rows are read as there are days, and as many files as are asked for.
 */
public final class LoadHistory {
  /**
   * Days of UTC.
   *
   * @param first the first
   * @param last the last, which belongs to them
   */
  public record Days(LocalDate first, LocalDate last) {
    /** The first moment. */
    Instant start() {
      return first.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The first moment after them. */
    Instant end() {
      return last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
  }

  /**
   * What the runs of a dataset came to that started on a day. A file that several of them tried is
   * counted by each.
   *
   * @param day of UTC
   * @param runs how many started
   * @param troubled how many of them are FAILED or ABANDONED
   * @param files how many files they tried
   * @param source how many records those hold
   * @param ingested how many of them went to the target
   * @param rejected how many were refused
   * @param bytes the sizes of the files
   * @param loads how many of the runs had files and have ended; of these is the time
   * @param millis how long they took, together
   * @param longestMillis how long the longest of them took
   */
  public record LoadDay(
      LocalDate day,
      long runs,
      long troubled,
      long files,
      long source,
      long ingested,
      long rejected,
      long bytes,
      long loads,
      long millis,
      long longestMillis) {

    private static LoadDay of(Row row) throws SQLException {
      return new LoadDay(
          LocalDate.parse(row.text("LOAD_DAY")),
          row.number("RUNS"),
          row.number("TROUBLED"),
          row.number("TRIED_FILES"),
          row.number("SOURCE_RECORDS"),
          row.number("INGESTED_RECORDS"),
          row.number("REJECTED_RECORDS"),
          row.number("TRIED_BYTES"),
          row.number("LOADS"),
          row.number("LOAD_MILLIS"),
          row.number("LONGEST_MILLIS"));
    }
  }

  /**
   * A file version that did not balance, or had more refused lines than its dataset tolerates.
   *
   * @param uri of the file
   * @param runId the last run in which it did not
   * @param triedAt when that was
   * @param tries in how many runs it did not
   * @param source how many records it holds
   * @param accepted how many the parser made
   * @param rejected how many were refused
   * @param ingested how many went to the target
   * @param messages why, or null
   * @param isInSince whether a version of the file has been loaded since
   */
  public record OpenFile(
      String uri,
      String runId,
      Instant triedAt,
      long tries,
      long source,
      long accepted,
      long rejected,
      long ingested,
      @Nullable String messages,
      boolean isInSince) {

    private static OpenFile of(Row row) throws SQLException {
      return new OpenFile(
          row.text(LedgerColumn.URI),
          row.text(LedgerColumn.RUN_ID),
          row.instant(LedgerColumn.LOADED_AT),
          row.number("TRIES"),
          row.number(LedgerColumn.SOURCE_RECORD_COUNT),
          row.number(LedgerColumn.ACCEPTED_RECORD_COUNT),
          row.number(LedgerColumn.REJECTED_RECORD_COUNT),
          row.number(LedgerColumn.INGESTED_RECORD_COUNT),
          row.textOrNull(LedgerColumn.ERROR_MESSAGES),
          row.flag("IS_IN_SINCE"));
    }
  }

  private final ControlTables tables;
  private final String timestamp;

  /** The history of the loads into a warehouse. */
  public LoadHistory(Warehouse warehouse) {
    this.tables = new ControlTables(warehouse);
    this.timestamp = warehouse.dialect().typeName(ColumnType.TIMESTAMP);
  }

  /** When the first run of a dataset started. */
  public Optional<Instant> firstRun(Connection connection, String dataset) throws SQLException {
    return Optional.ofNullable(
            Sql.of("SELECT CAST(MIN(STARTED_AT) AS VARCHAR) FROM ({runs}) r")
                .with("runs", runs(dataset))
                .textOrNull(connection))
        .map(TimestampText::toInstant);
  }

  /**
   * The runs of a dataset that load; an extraction does not, and what replays have loaded counts
   * with the versions that they replay.
   */
  private Sql runs(String dataset) {
    return Sql.of(
            "SELECT * FROM {audit} WHERE DATASET = :dataset AND MODE NOT IN ('extract', 'replay')")
        .with("audit", tables.audit())
        .bind("dataset", dataset);
  }

  private Sql runs(String dataset, Days days) {
    return Sql.of("{runs} AND {within}")
        .with("runs", runs(dataset))
        .with("within", within("STARTED_AT", days));
  }

  private Sql within(String column, Days days) {
    return Sql.of(
            """
            {column} >= CAST(:start AS {timestamp}) AND {column} < CAST(:end AS {timestamp})
            """)
        .with("column", column)
        .with("timestamp", timestamp)
        .bind("start", days.start())
        .bind("end", days.end());
  }

  /** Those days on which runs of a dataset started, in their order. */
  public List<LoadDay> days(Connection connection, String dataset, Days days) throws SQLException {
    return Sql.of(
            """
            SELECT
              CAST(CAST(STARTED_AT AS DATE) AS VARCHAR) AS LOAD_DAY,
              COUNT(*) AS RUNS,
              SUM(CASE WHEN STATUS IN ('FAILED', 'ABANDONED') THEN 1 ELSE 0 END) AS TROUBLED,
              SUM(FILES) AS TRIED_FILES,
              SUM(SOURCE_RECORD_COUNT) AS SOURCE_RECORDS,
              SUM(INGESTED_RECORD_COUNT) AS INGESTED_RECORDS,
              SUM(REJECTED_RECORD_COUNT) AS REJECTED_RECORDS,
              SUM(COALESCE(BYTES, 0)) AS TRIED_BYTES,
              SUM(CASE WHEN MILLIS IS NULL THEN 0 ELSE 1 END) AS LOADS,
              SUM(COALESCE(MILLIS, 0)) AS LOAD_MILLIS,
              MAX(COALESCE(MILLIS, 0)) AS LONGEST_MILLIS
            FROM (
              SELECT
                r.*,
                f.BYTES,
                CASE
                  WHEN FILES > 0 AND FINISHED_AT >= STARTED_AT
                  THEN DATEDIFF('millisecond', STARTED_AT, FINISHED_AT)
                END AS MILLIS
              FROM ({runs}) r
              LEFT JOIN (
                SELECT RUN_ID, SUM(SIZE_BYTES) AS BYTES
                FROM {ledger}
                WHERE DATASET = :dataset
                GROUP BY RUN_ID) f ON f.RUN_ID = r.RUN_ID) x
            GROUP BY CAST(STARTED_AT AS DATE)
            ORDER BY 1
            """)
        .with("runs", runs(dataset, days))
        .with("ledger", tables.ledger())
        .bind("dataset", dataset)
        .query(connection, LoadDay::of);
  }

  /**
   * Of the file versions that did not balance, those to be told.
   *
   * @param files at most so many; those that are not in, then the last tried
   * @param all how many there are
   * @param notIn how many of those are not in
   */
  public record OpenFiles(List<OpenFile> files, long all, long notIn) {
    /** Keeps a copy. */
    public OpenFiles {
      files = List.copyOf(files);
    }
  }

  /**
   * The file versions of a dataset that were tried in some days and did not balance in the last of
   * these tries.
   *
   * @param limit no more of them are given
   */
  public OpenFiles openFiles(Connection connection, String dataset, Days days, int limit)
      throws SQLException {
    long[] counts = new long[2];
    List<OpenFile> files =
        Sql.of(
                """
                SELECT
                  URI, RUN_ID, CAST(LOADED_AT AS VARCHAR) AS LOADED_AT, TRIES,
                  SOURCE_RECORD_COUNT, ACCEPTED_RECORD_COUNT, REJECTED_RECORD_COUNT,
                  INGESTED_RECORD_COUNT, ERROR_MESSAGES, IS_IN_SINCE,
                  COUNT(*) OVER () AS ALL_FILES,
                  SUM(CASE WHEN IS_IN_SINCE THEN 0 ELSE 1 END) OVER () AS FILES_NOT_IN,
                  ROW_NUMBER() OVER (
                    ORDER BY
                      CASE WHEN IS_IN_SINCE THEN 1 ELSE 0 END, LOADED_AT DESC, URI, FILE_ID)
                    AS PLACE
                FROM (
                  SELECT
                    f.*,
                    COUNT(*) OVER (PARTITION BY f.FILE_ID) AS TRIES,
                    COALESCE(p.LAST_LOAD > f.LOADED_AT, FALSE) AS IS_IN_SINCE
                  FROM {ledger} f
                  LEFT JOIN (
                    SELECT URI, MAX(LOADED_AT) AS LAST_LOAD
                    FROM {ledger}
                    WHERE DATASET = :dataset AND STATUS IN ('PUBLISHED', 'REPLACED', 'SUPERSEDED')
                    GROUP BY URI) p ON p.URI = f.URI
                  WHERE f.DATASET = :dataset AND {within}
                    AND LEFT(f.URI, 6) <> 'k8s://' AND f.REPLAYS_STAGE_ID IS NULL
                    AND (f.STATUS = 'FAILED'
                      OR f.STATUS IN ('PUBLISHED', 'REPLACED')
                        AND (f.SOURCE_RECORD_COUNT
                            <> f.ACCEPTED_RECORD_COUNT + f.REJECTED_RECORD_COUNT
                          OR f.INGESTED_RECORD_COUNT <> f.ACCEPTED_RECORD_COUNT))
                  QUALIFY ROW_NUMBER() OVER (
                    PARTITION BY f.FILE_ID ORDER BY f.LOADED_AT DESC, f.ATTEMPT DESC) = 1) x
                QUALIFY PLACE <= :limit
                ORDER BY PLACE
                """)
            .with("ledger", tables.ledger())
            .with("within", within("f.LOADED_AT", days))
            .bind("dataset", dataset)
            .bind("limit", limit)
            .query(
                connection,
                row -> {
                  counts[0] = row.number("ALL_FILES");
                  counts[1] = row.number("FILES_NOT_IN");
                  return OpenFile.of(row);
                });
    return new OpenFiles(files, counts[0], counts[1]);
  }
}
