package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How the latest loads of each dataset ended. */
public final class LastRuns {
  /**
   * A run of a dataset.
   *
   * @param dataset of which
   * @param runId its id
   * @param isAbandoned whether it died
   * @param couldNotGoOn whether it failed itself, whatever its files are like
   * @param isLast whether it was started last of those that have ended
   */
  public record LastRun(
      String dataset, String runId, boolean isAbandoned, boolean couldNotGoOn, boolean isLast) {}

  /** Modes of runs that do not load what datasets' inputs match. */
  private static final String OTHERS =
      Identifiers.literal(Mode.EXTRACT.text()) + ", " + Identifiers.literal(Mode.REPLAY.text());

  private final Warehouse warehouse;
  private final String audit;

  /** Those of a warehouse's audit. */
  public LastRuns(Warehouse warehouse) {
    this.warehouse = warehouse;
    this.audit = new ControlTables(warehouse).audit();
  }

  /**
   * Of each dataset the run that was started last of those that have ended, and all that were found
   * dead lately. Runs that are RUNNING and show no sign of life are dead, whether somebody has said
   * so or not.
   *
   * @param since when it was found that a run had died, at the earliest
   */
  public List<LastRun> read(Connection connection, Instant since) throws SQLException {
    Set<String> alive =
        warehouse.traits().isExclusive() ? Set.of() : Heartbeat.seemAlive(warehouse, connection);
    return Sql.of(
            """
            SELECT DATASET, RUN_ID, STATUS, IS_ABANDONED, COULD_NOT_GO_ON, IS_LAST
            FROM (
              SELECT
                DATASET, RUN_ID, STATUS, FINISHED_AT,
                STATUS IN ('ABANDONED', 'RUNNING') AS IS_ABANDONED,
                STATUS = 'FAILED' AND COALESCE(ERROR_MESSAGES LIKE {failed}, FALSE)
                  AS COULD_NOT_GO_ON,
                ROW_NUMBER() OVER (
                  PARTITION BY DATASET ORDER BY STARTED_AT DESC, RUN_ID DESC) = 1 AS IS_LAST
              FROM {audit}
              WHERE MODE NOT IN ({others}) AND (STATUS <> 'RUNNING' OR {isDead})) r
            WHERE IS_LAST OR STATUS = 'RUNNING'
              OR (STATUS = 'ABANDONED' AND FINISHED_AT > CAST(:since AS {timestamp}))
            """)
        .with("audit", audit)
        .with("timestamp", warehouse.dialect().typeName(ColumnType.TIMESTAMP))
        .with("failed", Identifiers.literal(Audit.RUN_FAILED + "%"))
        .with("others", OTHERS)
        .with("isDead", isNoneOf(alive))
        .bind("since", since)
        .query(
            connection,
            row ->
                new LastRun(
                    row.text(AuditColumn.DATASET),
                    row.text(AuditColumn.RUN_ID),
                    row.flag("IS_ABANDONED"),
                    row.flag("COULD_NOT_GO_ON"),
                    row.flag("IS_LAST")));
  }

  /**
   * When the runs of a dataset ended.
   *
   * @param lastSuccess when the last one did that is SUCCESS or PARTIAL, or null
   * @param last when the last one did, whatever came of it
   */
  public record Ends(@Nullable Instant lastSuccess, Instant last) {}

  /** Of each dataset of which a run that loads has ended, by name. */
  public SortedMap<String, Ends> ends(Connection connection) throws SQLException {
    SortedMap<String, Ends> ends = new TreeMap<>();
    Sql.of(
            """
            SELECT
              DATASET,
              CAST(MAX(CASE WHEN STATUS IN ('SUCCESS', 'PARTIAL') THEN FINISHED_AT END) AS VARCHAR)
                AS LAST_SUCCESS,
              CAST(MAX(FINISHED_AT) AS VARCHAR) AS LAST_END
            FROM {audit}
            WHERE MODE NOT IN ({others}) AND FINISHED_AT IS NOT NULL
            GROUP BY DATASET
            """)
        .with("audit", audit)
        .with("others", OTHERS)
        .each(
            connection,
            row ->
                ends.put(
                    row.text(AuditColumn.DATASET),
                    new Ends(
                        row.instantOrNull("LAST_SUCCESS"),
                        Objects.requireNonNull(row.instantOrNull("LAST_END")))));
    return ends;
  }

  private static Sql isNoneOf(Set<String> alive) {
    return alive.isEmpty()
        ? Sql.of("TRUE")
        : Sql.of("RUN_ID NOT IN ({alive})")
            .withAll("alive", alive.stream().map(id -> Sql.of(":id").bind("id", id)).toList());
  }
}
