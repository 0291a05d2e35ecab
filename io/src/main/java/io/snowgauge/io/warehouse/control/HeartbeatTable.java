package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/**
 * Heartbeats as rows that the warehouse's clock dates: where it has no better place for them, and
 * for the one that is dated ahead. Inserts wait for no lock.
 */
record HeartbeatTable(Warehouse warehouse) {
  /** Adds one that is dated now. */
  void add(Run run) throws SQLException {
    add(run, Sql.of("{now}").with("now", warehouse.dialect().now()));
  }

  /** Adds one that is dated an hour ahead. */
  void addAhead(Run run) throws SQLException {
    add(run, Sql.of("{now} + INTERVAL '60 minutes'").with("now", warehouse.dialect().now()));
  }

  private void add(Run run, Sql at) throws SQLException {
    try (Connection connection = warehouse.connect()) {
      Sql.of("INSERT INTO {heartbeats} (RUN_ID, TRY_ID, BEAT_AT) SELECT :run, :try, {at}")
          .with("heartbeats", new ControlTables(warehouse).heartbeats())
          .with("at", at)
          .bind("run", run.id())
          .bind("try", run.tryId())
          .update(connection);
    }
  }

  /** The runs of those of the last quarter of an hour, or dated ahead. */
  Set<String> runs(Connection connection) throws SQLException {
    return Set.copyOf(
        Sql.of(
                """
                SELECT DISTINCT RUN_ID
                FROM {heartbeats}
                WHERE BEAT_AT > {now} - INTERVAL '15 minutes'
                """)
            .with("heartbeats", new ControlTables(warehouse).heartbeats())
            .with("now", warehouse.dialect().now())
            .texts(connection));
  }

  /** Whether one of those is another try's of the run. */
  boolean isTriedElsewhere(Connection connection, Run run) throws SQLException {
    return Sql.of(
                """
                SELECT COUNT(*)
                FROM {heartbeats}
                WHERE RUN_ID = :run AND COALESCE(TRY_ID, '') <> :try
                  AND BEAT_AT > {now} - INTERVAL '15 minutes'
                """)
            .with("heartbeats", new ControlTables(warehouse).heartbeats())
            .with("now", warehouse.dialect().now())
            .bind("run", run.id())
            .bind("try", run.tryId())
            .number(connection)
        > 0;
  }
}
