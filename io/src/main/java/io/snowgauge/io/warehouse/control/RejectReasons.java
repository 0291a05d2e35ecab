package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.LoadHistory.Days;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why lines of a dataset were refused. Reasons that differ in the values alone that they found are
 * one kind.
 */
public final class RejectReasons {
  /**
   * A refused line.
   *
   * @param uri of its file
   * @param line where it starts, from 1
   * @param reason as it was recorded
   * @param raw what stands there, perhaps cut; null where nothing was kept
   */
  public record Example(String uri, long line, String reason, @Nullable String raw) {
    private static Example of(Row row) throws SQLException {
      return new Example(
          row.text(RejectColumn.URI),
          row.number(RejectColumn.LINE),
          row.text(RejectColumn.REASON),
          row.textOrNull(RejectColumn.RAW));
    }
  }

  /**
   * A kind of reason.
   *
   * @param kind the reason, with … in place of values
   * @param lines how many lines of how many file versions; a line that several runs refused is one
   * @param files how many
   * @param examples some of them
   */
  public record Reason(String kind, long lines, long files, List<Example> examples) {
    /** Keeps a copy. */
    public Reason {
      examples = List.copyOf(examples);
    }
  }

  /**
   * Kinds of reasons.
   *
   * @param reasons at most as many as were asked for; the most frequent first
   * @param kinds how many there are
   * @param lines how many refused lines are kept, of all kinds
   */
  public record Reasons(List<Reason> reasons, long kinds, long lines) {
    /** Keeps a copy. */
    public Reasons {
      reasons = List.copyOf(reasons);
    }
  }

  private record Kind(String pattern, long lines, long files) {}

  private final Warehouse warehouse;
  private final ControlTables tables;

  /** The reasons that a warehouse keeps. */
  public RejectReasons(Warehouse warehouse) {
    this.warehouse = warehouse;
    this.tables = new ControlTables(warehouse);
  }

  /**
   * Why runs that started in some days refused lines of a dataset.
   *
   * @param limit no more kinds are given
   * @param examples no more are given of each
   */
  public Reasons of(Connection connection, String dataset, Days days, int limit, int examples)
      throws SQLException {
    long[] counts = new long[2];
    List<Kind> kinds =
        Sql.of(
                """
                SELECT
                  PATTERN, REFUSED_LINES, REFUSED_FILES,
                  COUNT(*) OVER () AS ALL_KINDS,
                  SUM(REFUSED_LINES) OVER () AS ALL_LINES,
                  ROW_NUMBER() OVER (ORDER BY REFUSED_LINES DESC, PATTERN) AS PLACE
                FROM (
                  SELECT
                    PATTERN,
                    COUNT(DISTINCT FILE_ID) AS REFUSED_FILES,
                    COUNT(DISTINCT CONCAT(FILE_ID, ':', CAST(LINE AS VARCHAR))) AS REFUSED_LINES
                  FROM ({rejects}) r
                  GROUP BY PATTERN) x
                QUALIFY PLACE <= :limit
                ORDER BY PLACE
                """)
            .with("rejects", rejects(dataset, days))
            .bind("limit", limit)
            .query(
                connection,
                row -> {
                  counts[0] = row.number("ALL_KINDS");
                  counts[1] = row.number("ALL_LINES");
                  return new Kind(
                      row.text("PATTERN"),
                      row.number("REFUSED_LINES"),
                      row.number("REFUSED_FILES"));
                });
    if (kinds.isEmpty()) {
      return new Reasons(List.of(), 0, 0);
    }
    Map<String, List<Example>> found =
        examples(connection, rejects(dataset, days), kinds, examples);
    List<Reason> reasons = new ArrayList<>();
    for (Kind kind : kinds) {
      reasons.add(
          new Reason(
              readable(kind.pattern()),
              kind.lines(),
              kind.files(),
              found.getOrDefault(kind.pattern(), List.of())));
    }
    return new Reasons(reasons, counts[0], counts[1]);
  }

  private static Map<String, List<Example>> examples(
      Connection connection, Sql rejects, List<Kind> kinds, int examples) throws SQLException {
    Map<String, List<Example>> found = new LinkedHashMap<>();
    Sql.of(
            """
            SELECT PATTERN, URI, LINE, MIN(REASON) AS REASON, MIN(RAW) AS RAW
            FROM ({rejects}) r
            WHERE PATTERN IN (:patterns)
            GROUP BY PATTERN, URI, LINE
            QUALIFY ROW_NUMBER() OVER (PARTITION BY PATTERN ORDER BY URI, LINE) <= :examples
            ORDER BY PATTERN, URI, LINE
            """)
        .with("rejects", rejects)
        .bindAll("patterns", kinds.stream().map(Kind::pattern).toList())
        .bind("examples", examples)
        .query(
            connection,
            row ->
                found
                    .computeIfAbsent(row.text("PATTERN"), pattern -> new ArrayList<>())
                    .add(Example.of(row)));
    return found;
  }

  private Sql rejects(String dataset, Days days) {
    return Sql.of(
            """
            SELECT FILE_ID, URI, LINE, REASON, RAW, {pattern} AS PATTERN
            FROM {rejects}
            WHERE DATASET = :dataset AND REASON IS NOT NULL AND URI IS NOT NULL
              AND RUN_ID IN (
                SELECT RUN_ID
                FROM {audit}
                WHERE DATASET = :dataset
                  AND STARTED_AT >= CAST(:start AS {timestamp})
                  AND STARTED_AT < CAST(:end AS {timestamp}))
            """)
        .with("pattern", warehouse.dialect().withoutValues("REASON"))
        .with("rejects", tables.rejects())
        .with("audit", tables.audit())
        .with("timestamp", warehouse.dialect().typeName(ColumnType.TIMESTAMP))
        .bind("dataset", dataset)
        .bind("start", days.start())
        .bind("end", days.end());
  }

  /** Signs in quotes are kept, with a … behind them, for they are no values. */
  private static String readable(String pattern) {
    return pattern.replace("'…", "'");
  }
}
