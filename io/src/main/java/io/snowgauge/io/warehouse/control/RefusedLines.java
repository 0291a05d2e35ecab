package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

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
      String raw) {

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
          raw == null ? "" : raw);
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

  /** One, by its URI; of each version what its last try refused. */
  public record OfFile(String uri) implements Asked {}

  /** All; of each version what its last try refused. */
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
                FROM {ledger} f
                WHERE f.DATASET IN (:datasets) AND {condition}
                QUALIFY ROW_NUMBER() OVER (
                  PARTITION BY {each}
                  ORDER BY f.LOADED_AT DESC, f.ATTEMPT DESC) = 1
                """)
            .with("ledger", tables.ledger())
            .bindAll("datasets", datasets)
            .with("condition", condition(asked))
            .with(
                "each",
                asked instanceof OfRun
                    ? Sql.of("f.DATASET, f.FILE_ID, f.RUN_ID, f.STAGE_ID")
                    : Sql.of("f.DATASET, f.FILE_ID"));
    return Sql.of(
            """
            SELECT
              r.DATASET, r.URI, r.FILE_ID, r.RUN_ID, t.STATUS, r.LINE, r.COLUMN_NUMBER, r.REASON,
              r.RAW
            FROM {rejects} r
            JOIN ({tries}) t
              ON t.DATASET = r.DATASET AND t.FILE_ID = r.FILE_ID AND t.RUN_ID = r.RUN_ID
                AND (r.STAGE_ID IS NULL OR t.STAGE_ID IS NULL OR r.STAGE_ID = t.STAGE_ID)
            ORDER BY r.DATASET, r.URI, r.FILE_ID, r.RUN_ID, r.LINE, r.COLUMN_NUMBER
            """)
        .with("rejects", tables.rejectRows())
        .with("tries", tries);
  }
}
