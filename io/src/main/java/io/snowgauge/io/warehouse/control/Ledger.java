package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.files.SourceFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of file versions, which decides what is loaded. A version is <em>settled</em>, and
 * never loaded again by itself, once it is published, or replaced or superseded and not retracted
 * since, or once its lines were replayed into another one.
 */
public final class Ledger {
  /** A failed version is tried by at most this many runs. */
  public static final int TRIES = 3;

  private static final int IDS_PER_QUERY = 1000;

  /**
   * What the ledger says of a version.
   *
   * @param isSettled whether it must not be loaded again
   * @param failures how many runs it has failed in since it was last retracted, for a reason of its
   *     own
   * @param refusals how many runs the storage has refused it to since then, which are no tries
   * @param lastTried when it was last tried, or null
   */
  public record State(
      boolean isSettled, long failures, long refusals, @Nullable Instant lastTried) {
    /** A version that the ledger does not know. */
    public static final State UNKNOWN = new State(false, 0, 0, null);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static State of(Row row) throws SQLException {
      return new State(
          row.flag("IS_SETTLED"),
          row.number("FAILURES"),
          row.number("REFUSALS"),
          row.instantOrNull("LAST_TRIED"));
    }

    /**
     * Whether somebody who looks again and again shall try it: one that the storage refuses, at
     * intervals that grow, for each try is a row of the ledger.
     */
    public boolean isDue(Instant now) {
      if (isSettled || failures >= TRIES) {
        return false;
      }
      if (refusals == 0 || lastTried == null) {
        return true;
      }
      Duration grown = FIRST_WAIT.multipliedBy(1L << Math.min(refusals - 1, 10));
      Duration wait = grown.compareTo(LONGEST_WAIT) < 0 ? grown : LONGEST_WAIT;
      return !now.isBefore(lastTried.plus(wait));
    }
  }

  private final String ledger;
  private final String events;

  /** The ledger of a warehouse. */
  public Ledger(Warehouse warehouse) {
    ControlTables tables = new ControlTables(warehouse);
    this.ledger = tables.ledger();
    this.events = tables.fileEvents();
  }

  /** What is known of some versions of a dataset, by file id; unknown ones are absent. */
  public Map<String, State> lookUp(Connection connection, String dataset, List<SourceFile> files)
      throws SQLException {
    Map<String, State> states = new HashMap<>();
    for (int from = 0; from < files.size(); from += IDS_PER_QUERY) {
      List<String> ids =
          files.subList(from, Math.min(from + IDS_PER_QUERY, files.size())).stream()
              .map(SourceFile::fileId)
              .toList();
      Sql.of(
              """
              SELECT
                FILE_ID, IS_SETTLED, FAILURES, REFUSALS, CAST(LAST_TRIED AS VARCHAR) AS LAST_TRIED
              FROM ({versions}) s
              """)
          .with("versions", versions(dataset, Sql.of(":ids").bindAll("ids", ids)))
          .query(connection, row -> states.put(row.text(LedgerColumn.FILE_ID), State.of(row)));
    }
    return states;
  }

  /** {@code <file_id>-<stage_id>} of what a run has published of a dataset. */
  public Set<String> archived(Connection connection, String runId, String dataset)
      throws SQLException {
    return archived(connection, Sql.of("RUN_ID = :run").bind("run", runId), dataset);
  }

  /** {@code <file_id>-<stage_id>} of what the runs of a stream have published of a dataset. */
  public Set<String> archivedByStream(Connection connection, String streamId, String dataset)
      throws SQLException {
    String prefix = streamId + "-";
    Sql ofStream =
        Sql.of("LEFT(RUN_ID, :length) = :prefix")
            .bind("length", prefix.length())
            .bind("prefix", prefix);
    return archived(connection, ofStream, dataset);
  }

  /** What was published at some time stays in the archive. */
  private Set<String> archived(Connection connection, Sql ofRuns, String dataset)
      throws SQLException {
    return Set.copyOf(
        Sql.of(
                """
                SELECT DISTINCT FILE_ID || '-' || STAGE_ID
                FROM {events}
                WHERE {ofRuns} AND DATASET = :dataset AND STAGE_ID IS NOT NULL
                  AND STATUS IN ('PUBLISHED', 'REPLACED', 'RETRACTED', 'REPLAYED')
                """)
            .with("events", events)
            .with("ofRuns", ofRuns)
            .bind("dataset", dataset)
            .texts(connection));
  }

  /** Those of some attempts whose version a run has published, so that their archive is kept. */
  public Set<String> published(Connection connection, String dataset, List<String> stageIds)
      throws SQLException {
    Set<String> published = new HashSet<>();
    for (int from = 0; from < stageIds.size(); from += IDS_PER_QUERY) {
      published.addAll(
          Sql.of(
                  """
                  SELECT STAGE_ID
                  FROM {events}
                  WHERE DATASET = :dataset AND STAGE_ID IN (:ids)
                    AND STATUS IN ('PUBLISHED', 'REPLACED', 'RETRACTED', 'REPLAYED')
                  """)
              .with("events", events)
              .bind("dataset", dataset)
              .bindAll(
                  "ids", stageIds.subList(from, Math.min(from + IDS_PER_QUERY, stageIds.size())))
              .texts(connection));
    }
    return published;
  }

  /**
   * A query for {@code FILE_ID, LAST_ATTEMPT, IS_SETTLED, FAILURES, REFUSALS, LAST_TRIED,
   * FIRST_MODIFIED} of versions of a dataset: whether each is settled, its failures and refusals
   * since it was last retracted, its last attempt, and the earliest time that it counted as
   * modified at.
   *
   * @param fileIds the versions: values or a query
   */
  public Sql versions(String dataset, Sql fileIds) {
    return Sql.of(
            """
            SELECT
              FILE_ID,
              MAX(ATTEMPT) AS LAST_ATTEMPT,
              MAX(CASE WHEN STATUS IN ('PUBLISHED', 'REPLAYED') THEN 1 ELSE 0 END) = 1
                OR MAX(CASE WHEN STATUS IN ('REPLACED', 'SUPERSEDED') THEN ATTEMPT ELSE 0 END)
                  > MAX(LAST_RETRACTED) AS IS_SETTLED,
              SUM(
                CASE
                  WHEN STATUS = 'FAILED' AND FAILURE_KIND IS NULL AND ATTEMPT > LAST_RETRACTED
                  THEN 1 ELSE 0
                END) AS FAILURES,
              SUM(
                CASE
                  WHEN STATUS = 'FAILED' AND FAILURE_KIND = 'REFUSED' AND ATTEMPT > LAST_RETRACTED
                  THEN 1 ELSE 0
                END) AS REFUSALS,
              MAX(LOADED_AT) AS LAST_TRIED,
              MIN(LAST_MODIFIED) AS FIRST_MODIFIED
            FROM (
              SELECT
                l.*,
                MAX(CASE WHEN STATUS = 'RETRACTED' THEN ATTEMPT ELSE 0 END)
                  OVER (PARTITION BY FILE_ID) AS LAST_RETRACTED
              FROM {ledger} l
              WHERE DATASET = :dataset AND FILE_ID IN ({fileIds})) x
            GROUP BY FILE_ID
            """)
        .with("ledger", ledger)
        .bind("dataset", dataset)
        .with("fileIds", fileIds);
  }
}
