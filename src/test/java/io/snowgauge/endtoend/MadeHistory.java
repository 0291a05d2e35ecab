package io.snowgauge.endtoend;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;

/**
 * A history of loads as runs would have left it, in the control tables of a DuckDB file: a run a
 * day, and a file of each unit {@code u0}, {@code u1}, … with 1,000 records and more. Some never
 * came, some failed until the day after, some have refused lines, and the last of each unit that
 * failed is still out. All but the last two days were verified, each in its evening.
 *
 * @param dataset whose history it is
 * @param root of the files' URIs, which are {@code <root>u0/<dataset>-<date>.csv} and so on
 * @param first the day of the first run
 * @param days how many runs there are
 * @param units how many files come a day
 */
record MadeHistory(String dataset, String root, LocalDate first, int days, int units) {
  /** Files that did not come, that failed first, and that have rejects; by day and unit. */
  private static final String MISSING = "(d * 7 + u * 3) % 41 = 5";

  private static final String FAILED = "(d * 5 + u * 11) % 53 = 7";
  private static final String PARTIAL = "(d * 3 + u) % 13 = 2";

  /** Adds it to tables that are there. */
  void into(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
      statement.execute(
          """
          CREATE OR REPLACE TEMP TABLE MADE AS
          SELECT
            d,
            '%1$s' AS NAME,
            '%1$s-' || d || '-' || u AS FILE_ID,
            '%8$su' || u || '/%1$s-' || (DATE '%2$s' + d::INTEGER) || '.csv' AS URI,
            TIMESTAMP '%2$s 04:00:00' + to_days(d::INTEGER) AS STARTED,
            1000 + (d * 37 + u * 101) %% 400 + 10 * d AS RECORDS,
            CASE WHEN %4$s THEN 3 + u %% 5 ELSE 0 END AS REFUSED,
            %3$s AS FAILS
          FROM range(%5$d) AS days(d), range(%6$d) AS units(u)
          WHERE NOT (%7$s)
          """
              .formatted(dataset, first, FAILED, PARTIAL, days, units, MISSING, root));
      statement.execute(files("d", "FAILS"));
      statement.execute(files("d", "NOT FAILS"));
      statement.execute(files("d + 1", "FAILS AND d + 1 < " + days));
      statement.execute(REJECTS);
      statement.execute(RUNS);
      statement.execute(VERIFICATIONS.formatted(dataset, days));
      statement.execute("COMMIT");
    }
  }

  /** Runs that try some files, on their day or the one after. */
  private static String files(String day, String which) {
    boolean isFailing = which.equals("FAILS");
    return """
    INSERT INTO SNOWGAUGE.INGESTION_FILE_EVENTS (
      DATASET, FILE_ID, URI, ETAG, SIZE_BYTES, LAST_MODIFIED, RUN_ID, ATTEMPT,
      SOURCE_RECORD_COUNT, ACCEPTED_RECORD_COUNT, REJECTED_RECORD_COUNT, INGESTED_RECORD_COUNT,
      STATUS, ERROR_MESSAGES, LOADED_AT, STAGE_ID, EPOCH)
    SELECT
      NAME, FILE_ID, URI, '', RECORDS * 71, STARTED, NAME || '-run-' || (%1$s), 1,
      RECORDS, %2$s, %3$s, STARTED + to_days((%1$s - d)::INTEGER) + INTERVAL 9 SECOND,
      FILE_ID || '-stage', d
    FROM MADE
    WHERE %4$s
    """
        .formatted(
            day,
            isFailing ? "RECORDS - 40, 40, 0" : "RECORDS - REFUSED, REFUSED, RECORDS - REFUSED",
            isFailing
                ? "'FAILED', '40 of ' || RECORDS || ' lines rejected, at most 10 tolerated'"
                : "'PUBLISHED', NULL",
            which);
  }

  private static final String REJECTS =
      """
      INSERT INTO SNOWGAUGE.INGESTION_REJECT_ROWS (
        RUN_ID, DATASET, FILE_ID, URI, LINE, COLUMN_NUMBER, REASON, RAW, STAGE_ID)
      SELECT
        NAME || '-run-' || d, NAME, FILE_ID, URI, 10 + n, 3,
        CASE n % 3
          WHEN 0 THEN 'column QUANTITY: expected an integer but found ''' || n || 'x'''
          WHEN 1 THEN 'expected 8 values but found ' || (3 + n % 2)
          ELSE 'column TRANSACTION_DATE: expected a timestamp but found ''yesterday''' END,
        'T-' || n || ',berlin,P-' || n || ',C-1,' || n || 'x,10.5,yesterday,card',
        FILE_ID || '-stage'
      FROM MADE, range(CASE WHEN FAILS THEN 40 ELSE REFUSED END) AS refused(n)
      """;

  private static final String VERIFICATIONS =
      """
      INSERT INTO SNOWGAUGE.VERIFICATIONS (DATASET, EPOCH, VERSION_COUNT, ROW_COUNT, VERIFIED_AT)
      SELECT
        DATASET, EPOCH, COUNT(*), SUM(INGESTED_RECORD_COUNT),
        date_trunc('day', MAX(LOADED_AT)) + INTERVAL 20 HOUR
      FROM SNOWGAUGE.INGESTION_FILE_EVENTS
      WHERE DATASET = '%s' AND STATUS = 'PUBLISHED' AND EPOCH BETWEEN 1 AND %d - 3
      GROUP BY DATASET, EPOCH
      """;

  private static final String RUNS =
      """
      INSERT INTO SNOWGAUGE.INGESTION_RUN_EVENTS (
        RUN_ID, EXECUTION_DATE, DATASET, MODE,
        SOURCE_RECORD_COUNT, INGESTED_RECORD_COUNT, REJECTED_RECORD_COUNT, FILES,
        STATUS, ERROR_MESSAGES, STARTED_AT, FINISHED_AT, TRY_ID, PRECEDENCE, EVENT_AT)
      SELECT
        RUN_ID, CAST(MIN(LOADED_AT) AS DATE), DATASET, 'run',
        SUM(SOURCE_RECORD_COUNT), SUM(INGESTED_RECORD_COUNT), SUM(REJECTED_RECORD_COUNT), COUNT(*),
        CASE
          WHEN BOOL_OR(STATUS = 'FAILED') THEN 'FAILED'
          WHEN SUM(REJECTED_RECORD_COUNT) > 0 THEN 'PARTIAL'
          ELSE 'SUCCESS' END,
        NULL,
        MIN(LOADED_AT) - INTERVAL 9 SECOND,
        MIN(LOADED_AT) + to_milliseconds(CAST(SUM(SOURCE_RECORD_COUNT) / 5 AS BIGINT)),
        'try', 3, MIN(LOADED_AT)
      FROM SNOWGAUGE.INGESTION_FILE_EVENTS
      WHERE DATASET = (SELECT MIN(NAME) FROM MADE)
      GROUP BY RUN_ID, DATASET
      """;
}
