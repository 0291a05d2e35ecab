package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the warehouse, again and again, that a run is alive, so that no other process takes it
 * for dead. Beats are inserts in a table of their own, which wait for no lock.
 */
public final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private static final int SECONDS_BETWEEN = 30;

  private final Warehouse warehouse;
  private final String runId;
  private final CountDownLatch end = new CountDownLatch(1);

  private Heartbeat(Warehouse warehouse, String runId) {
    this.warehouse = warehouse;
    this.runId = runId;
  }

  /**
   * Starts; the first beat is in when this returns. Does nothing where no other process can look.
   *
   * @throws SQLException if the first beat cannot be written; later ones are only missed
   */
  public static Heartbeat start(Warehouse warehouse, String runId) throws SQLException {
    if (!warehouse.traits().isExclusive()) {
      beat(warehouse, runId, now(warehouse));
    }
    return takeOver(warehouse, runId);
  }

  /**
   * Starts for a run that has beaten before, perhaps elsewhere: the first beat is due when one
   * would be.
   */
  static Heartbeat takeOver(Warehouse warehouse, String runId) {
    Heartbeat heartbeat = new Heartbeat(warehouse, runId);
    if (!warehouse.traits().isExclusive()) {
      Thread thread = new Thread(heartbeat::beatUntilEnd, "heartbeat of run " + runId);
      thread.setDaemon(true);
      thread.start();
    }
    return heartbeat;
  }

  /**
   * Keeps a run from being taken for dead before a cluster has had time to begin with it: a beat
   * that is dated ahead, by as long as a job may wait for slots (config.yaml of
   * runner-configs/flink/ has it).
   */
  public static void bridge(Warehouse warehouse, String runId) throws SQLException {
    if (!warehouse.traits().isExclusive()) {
      beat(
          warehouse,
          runId,
          Sql.of("{now} + INTERVAL '60 minutes'").with("now", warehouse.dialect().now()));
    }
  }

  /**
   * The runs that were alive just now, by the warehouse's clock: they may miss beats for a quarter
   * of an hour.
   */
  public static Set<String> alive(Warehouse warehouse, Connection connection) throws SQLException {
    return alive(warehouse, connection, "15 minutes");
  }

  /**
   * The runs that have beaten lately, by the warehouse's clock.
   *
   * @param within how lately, as an interval's text
   */
  static Set<String> alive(Warehouse warehouse, Connection connection, String within)
      throws SQLException {
    return Set.copyOf(
        Sql.of(
                """
                SELECT DISTINCT RUN_ID
                FROM {heartbeats}
                WHERE BEAT_AT > {now} - INTERVAL {within}
                """)
            .with("heartbeats", new ControlTables(warehouse).heartbeats())
            .with("now", warehouse.dialect().now())
            .with("within", Identifiers.literal(within))
            .texts(connection));
  }

  /**
   * Writes a beat.
   *
   * @param at its time, by the warehouse's clock
   */
  private static void beat(Warehouse warehouse, String runId, Sql at) throws SQLException {
    try (Connection connection = warehouse.connect()) {
      Sql.of("INSERT INTO {heartbeats} (RUN_ID, BEAT_AT) SELECT :run, {at}")
          .with("heartbeats", new ControlTables(warehouse).heartbeats())
          .with("at", at)
          .bind("run", runId)
          .update(connection);
    }
  }

  private static Sql now(Warehouse warehouse) {
    return Sql.of("{now}").with("now", warehouse.dialect().now());
  }

  private void beatUntilEnd() {
    try {
      while (!end.await(SECONDS_BETWEEN, TimeUnit.SECONDS)) {
        tryToBeat();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tryToBeat() {
    try {
      beat(warehouse, runId, now(warehouse));
    } catch (SQLException | RuntimeException e) {
      LOG.warn("a heartbeat of run {} was missed: {}", runId, e.toString());
    }
  }

  @Override
  public void close() {
    end.countDown();
  }
}
