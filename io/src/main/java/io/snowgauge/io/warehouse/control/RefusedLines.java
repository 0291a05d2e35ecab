package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The refused lines that a warehouse keeps, with what has become of their files. */
public final class RefusedLines {
  /**
   * A refused line.
   *
   * @param dataset that refused it
   * @param uri of its file
   * @param fileId of the version
   * @param runId of the try
   * @param status of the version in that try
   * @param line where it starts, from 1
   * @param column of the fault, from 1
   * @param reason why
   * @param raw what stands there, cut where it is long
   * @param stageId of the try, or null where it is not known
   */
  public record Line(
      String dataset,
      String uri,
      String fileId,
      String runId,
      FileStatus status,
      long line,
      long column,
      String reason,
      String raw,
      @Nullable String stageId) {

    private static Line of(Row row) throws SQLException {
      String raw = row.textOrNull(RejectColumn.RAW);
      String reason = row.textOrNull(RejectColumn.REASON);
      return new Line(
          row.text(RejectColumn.DATASET),
          row.text(RejectColumn.URI),
          row.text(RejectColumn.FILE_ID),
          row.text(RejectColumn.RUN_ID),
          FileStatus.of(row.text(LedgerColumn.STATUS)),
          row.number(RejectColumn.LINE),
          row.number(RejectColumn.COLUMN_NUMBER),
          reason == null ? "" : reason,
          raw == null ? "" : raw,
          row.textOrNull("STAGE_ID"));
    }
  }

  /** Does something with a line. */
  public interface Visitor<E extends Exception> {
    /** Does it. */
    void visit(Line line) throws E;
  }

  /** Of which files. */
  public sealed interface Asked {}

  /** Those that a run refused lines of. */
  public record OfRun(String runId) implements Asked {}

  /**
   * One, by its URI; of each version what its last try refused, as far as it is refused still. Once
   * corrected lines were brought back, what is refused of those stands for all that is left, if
   * they were all that were left before.
   */
  public record OfFile(String uri) implements Asked {}

  /** All; of each version the same. */
  public record OfAll() implements Asked {}

  private final ControlTables tables;

  /** The lines that a warehouse keeps. */
  public RefusedLines(Warehouse warehouse) {
    this.tables = new ControlTables(warehouse);
  }

  /** Whether the ledger or the audit has heard of the run or the file. */
  public boolean isKnown(Connection connection, Asked asked) throws SQLException {
    Sql condition = condition(asked);
    String[] places =
        asked instanceof OfRun
            ? new String[] {tables.ledger(), tables.audit()}
            : new String[] {tables.ledger()};
    for (String table : places) {
      if (Sql.of("SELECT COUNT(*) FROM {table} f WHERE {condition}")
              .with("table", table)
              .with("condition", condition)
              .number(connection)
          > 0) {
        return true;
      }
    }
    return false;
  }

  private static Sql condition(Asked asked) {
    if (asked instanceof OfRun run) {
      return Sql.of("f.RUN_ID = :run").bind("run", run.runId());
    }
    if (asked instanceof OfFile file) {
      return Sql.of("f.URI = :uri").bind("uri", file.uri());
    }
    return Sql.of("1 = 1");
  }

  /**
   * Gives lines one after the other, by dataset, file, version and line. They are not collected.
   *
   * @param datasets only theirs; of no dataset is of none
   * @return how many there are
   */
  public <E extends Exception> long each(
      Connection connection, Asked asked, List<String> datasets, Visitor<E> visitor)
      throws SQLException, E {
    if (datasets.isEmpty()) {
      return 0;
    }
    long[] count = new long[1];
    query(asked, datasets)
        .each(
            connection,
            row -> {
              count[0]++;
              visitor.visit(Line.of(row));
            });
    return count[0];
  }

  private Sql query(Asked asked, List<String> datasets) {
    Sql tries =
        Sql.of(
                """
                SELECT f.DATASET, f.FILE_ID, f.RUN_ID, f.STAGE_ID, f.STATUS
                FROM ({attempts}) f
                WHERE f.DATASET IN (:datasets) AND {condition}
                QUALIFY ROW_NUMBER() OVER (
                  PARTITION BY {each}
                  ORDER BY f.LOADED_AT DESC, f.ATTEMPT DESC) = 1
                """)
            .with("attempts", asked instanceof OfRun ? ofLedger() : stillRefusing())
            .bindAll("datasets", datasets)
            .with("condition", condition(asked))
            .with(
                "each",
                asked instanceof OfRun
                    ? Sql.of("f.DATASET, f.FILE_ID, f.RUN_ID, f.STAGE_ID")
                    : Sql.of("f.DATASET, f.VERSION_ID"));
    return Sql.of(
            """
            SELECT
              r.DATASET, r.URI, r.FILE_ID, r.RUN_ID, t.STATUS, r.LINE, r.COLUMN_NUMBER, r.REASON,
              r.RAW, r.STAGE_ID
            FROM {rejects} r
            JOIN ({tries}) t
              ON t.DATASET = r.DATASET AND t.FILE_ID = r.FILE_ID AND t.RUN_ID = r.RUN_ID
                AND (r.STAGE_ID IS NULL OR t.STAGE_ID IS NULL OR r.STAGE_ID = t.STAGE_ID)
            ORDER BY r.DATASET, r.URI, r.FILE_ID, r.RUN_ID, r.LINE, r.COLUMN_NUMBER
            """)
        .with("rejects", tables.rejectRows())
        .with("tries", tries);
  }

  private Sql ofLedger() {
    return Sql.of("SELECT * FROM {ledger}").with("ledger", tables.ledger());
  }

  /**
   * The attempts, or in the place of one that lines were brought back to, the last that brought
   * back all that were left; it counts as one at the same version. Lines of versions that have none
   * left are not refused any more.
   */
  private Sql stillRefusing() {
    return Sql.of(
            """
            SELECT
              f.DATASET, f.URI, f.FILE_ID AS VERSION_ID, f.ATTEMPT, f.LOADED_AT,
              COALESCE(n.FILE_ID, f.FILE_ID) AS FILE_ID,
              COALESCE(n.RUN_ID, f.RUN_ID) AS RUN_ID,
              COALESCE(n.STAGE_ID, f.STAGE_ID) AS STAGE_ID,
              COALESCE(n.STATUS, f.STATUS) AS STATUS
            FROM {ledger} f
            LEFT JOIN (
              SELECT DATASET, REPLAYS_STAGE_ID, FILE_ID, RUN_ID, STAGE_ID, STATUS
              FROM (
                SELECT
                  r.*,
                  o.REJECTED_RECORD_COUNT + COALESCE(SUM(r.ACCEPTED_RECORD_COUNT) OVER (
                    PARTITION BY r.DATASET, r.REPLAYS_STAGE_ID
                    ORDER BY r.LOADED_AT DESC, r.STAGE_ID
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS LEFT_THEN
                FROM {ledger} r
                JOIN {ledger} o ON o.DATASET = r.DATASET AND o.STAGE_ID = r.REPLAYS_STAGE_ID
                WHERE r.STATUS = 'REPLAYED') x
              WHERE REJECTED_RECORD_COUNT = LEFT_THEN
              QUALIFY ROW_NUMBER() OVER (
                PARTITION BY DATASET, REPLAYS_STAGE_ID ORDER BY LOADED_AT DESC, STAGE_ID) = 1) n
              ON n.DATASET = f.DATASET AND n.REPLAYS_STAGE_ID = f.STAGE_ID
            LEFT JOIN (
              SELECT DISTINCT DATASET, REPLAYS_STAGE_ID
              FROM {ledger}
              WHERE STATUS = 'REPLAYED') p
              ON p.DATASET = f.DATASET AND p.REPLAYS_STAGE_ID = f.STAGE_ID
            WHERE f.REPLAYS_STAGE_ID IS NULL
              AND NOT (p.REPLAYS_STAGE_ID IS NOT NULL AND f.REJECTED_RECORD_COUNT = 0)
            """)
        .with("ledger", tables.ledger());
  }
}
