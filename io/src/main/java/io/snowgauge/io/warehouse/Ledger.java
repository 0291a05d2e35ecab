package io.snowgauge.io.warehouse;

import io.snowgauge.transforms.files.SourceFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ledger of file versions, which decides what is loaded. A version is <em>settled</em>, and
 * never loaded again by itself, once it is published, or replaced or superseded and not unloaded
 * since.
 */
public final class Ledger {
  /** A failed version is tried by at most this many runs. */
  public static final int TRIES = 3;

  private static final int IDS_PER_QUERY = 1000;

  /** What was published at some time stays in the archive. */
  private static final String ARCHIVED = "('PUBLISHED', 'REPLACED', 'UNLOADED')";

  /**
   * What the ledger says of a version.
   *
   * @param isSettled whether it must not be loaded again
   * @param failures how many runs it has failed in since it was last unloaded
   */
  public record State(boolean isSettled, long failures) {
    /** A version that the ledger does not know. */
    public static final State UNKNOWN = new State(false, 0);
  }

  private final ControlTables tables;

  /** The ledger of a warehouse. */
  public Ledger(Warehouse warehouse) {
    this.tables = new ControlTables(warehouse);
  }

  /** What is known of some versions of a dataset, by file id; unknown ones are absent. */
  public Map<String, State> lookUp(Connection connection, String dataset, List<SourceFile> files)
      throws SQLException {
    Map<String, State> states = new HashMap<>();
    Sql sql = new Sql(connection);
    for (int from = 0; from < files.size(); from += IDS_PER_QUERY) {
      List<SourceFile> some = files.subList(from, Math.min(from + IDS_PER_QUERY, files.size()));
      List<Object> values = new ArrayList<>();
      values.add(dataset);
      some.forEach(file -> values.add(file.fileId()));
      sql.query(
          row -> states.put(row.getString(1), new State(row.getBoolean(2), row.getLong(3))),
          "SELECT FILE_ID, IS_SETTLED, FAILURES FROM ("
              + summary("DATASET = ? AND FILE_ID IN (" + "?, ".repeat(some.size() - 1) + "?)")
              + ") s",
          values.toArray());
    }
    return states;
  }

  /** {@code <file_id>-<stage_id>} of what a run has published of a dataset. */
  public Set<String> archived(Connection connection, String runId, String dataset)
      throws SQLException {
    return archived(connection, "RUN_ID", runId, dataset);
  }

  /** {@code <file_id>-<stage_id>} of what the runs of a stream have published of a dataset. */
  public Set<String> archivedByStream(Connection connection, String streamId, String dataset)
      throws SQLException {
    String prefix = streamId + "-";
    return archived(connection, "LEFT(RUN_ID, " + prefix.length() + ")", prefix, dataset);
  }

  private Set<String> archived(
      Connection connection, String expression, String value, String dataset) throws SQLException {
    return Set.copyOf(
        new Sql(connection)
            .query(
                row -> row.getString(1),
                "SELECT FILE_ID || '-' || STAGE_ID FROM "
                    + tables.table(ControlTables.FILES)
                    + " WHERE "
                    + expression
                    + " = ? AND DATASET = ? AND STATUS IN "
                    + ARCHIVED,
                value,
                dataset));
  }

  /** Those of some attempts whose version a run has published, so that their archive is kept. */
  Set<String> published(Connection connection, String dataset, List<String> stageIds)
      throws SQLException {
    Set<String> published = new HashSet<>();
    Sql sql = new Sql(connection);
    for (int from = 0; from < stageIds.size(); from += IDS_PER_QUERY) {
      List<String> some = stageIds.subList(from, Math.min(from + IDS_PER_QUERY, stageIds.size()));
      List<Object> values = new ArrayList<>(some);
      values.add(0, dataset);
      published.addAll(
          sql.query(
              row -> row.getString(1),
              "SELECT STAGE_ID FROM "
                  + tables.table(ControlTables.FILES)
                  + " WHERE DATASET = ? AND STATUS IN "
                  + ARCHIVED
                  + " AND STAGE_ID IN ("
                  + "?, ".repeat(some.size() - 1)
                  + "?)",
              values.toArray()));
    }
    return published;
  }

  /**
   * A query that sums up the ledger's rows of each version: whether it is settled, its failures
   * since it was last unloaded, and its last attempt.
   */
  String summary(String condition) {
    return "SELECT FILE_ID, MAX(ATTEMPT) AS LAST_ATTEMPT,"
        + " MAX(CASE WHEN STATUS = 'PUBLISHED' THEN 1 ELSE 0 END) = 1"
        + " OR MAX(CASE WHEN STATUS IN ('REPLACED', 'SUPERSEDED') THEN ATTEMPT ELSE 0 END)"
        + " > MAX(LAST_UNLOADED) AS IS_SETTLED,"
        + " SUM(CASE WHEN STATUS = 'FAILED' AND ATTEMPT > LAST_UNLOADED THEN 1 ELSE 0 END)"
        + " AS FAILURES FROM (SELECT l.*, MAX(CASE WHEN STATUS = 'UNLOADED' THEN ATTEMPT ELSE 0 END)"
        + " OVER (PARTITION BY FILE_ID) AS LAST_UNLOADED FROM "
        + tables.table(ControlTables.FILES)
        + " l WHERE "
        + condition
        + ") x GROUP BY FILE_ID";
  }
}
