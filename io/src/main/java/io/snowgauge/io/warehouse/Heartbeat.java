package io.snowgauge.io.warehouse;

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

  /** So many minutes of beats may be missed before a run is taken for dead. */
  private static final int MINUTES_TO_LIVE = 15;

  /** How long a job may wait for slots, as config.yaml of runner-configs/flink/ has it. */
  private static final int MINUTES_TO_BEGIN = 60;

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
    if (!warehouse.isExclusive()) {
      beat(warehouse, runId, "");
    }
    return takeOver(warehouse, runId);
  }

  /**
   * Starts for a run that has beaten before, perhaps elsewhere: the first beat is due when one
   * would be.
   */
  static Heartbeat takeOver(Warehouse warehouse, String runId) {
    Heartbeat heartbeat = new Heartbeat(warehouse, runId);
    if (!warehouse.isExclusive()) {
      Thread thread = new Thread(heartbeat::beatUntilEnd, "heartbeat of run " + runId);
      thread.setDaemon(true);
      thread.start();
    }
    return heartbeat;
  }

  /**
   * Keeps a run from being taken for dead before a cluster has had time to begin with it: a beat
   * that is dated ahead.
   */
  public static void bridge(Warehouse warehouse, String runId) throws SQLException {
    if (!warehouse.isExclusive()) {
      beat(warehouse, runId, " + INTERVAL '" + MINUTES_TO_BEGIN + " minutes'");
    }
  }

  /** The runs that were alive just now, by the warehouse's clock. */
  public static Set<String> alive(Warehouse warehouse, Connection connection) throws SQLException {
    return Set.copyOf(
        new Sql(connection)
            .query(
                row -> row.getString(1),
                "SELECT DISTINCT RUN_ID FROM "
                    + new ControlTables(warehouse).table(ControlTables.HEARTBEATS)
                    + " WHERE BEAT_AT > "
                    + warehouse.now()
                    + " - INTERVAL '"
                    + MINUTES_TO_LIVE
                    + " minutes'"));
  }

  private static void beat(Warehouse warehouse, String runId, String ahead) throws SQLException {
    try (Connection connection = warehouse.connect()) {
      new Sql(connection)
          .update(
              "INSERT INTO "
                  + new ControlTables(warehouse).table(ControlTables.HEARTBEATS)
                  + " (RUN_ID, BEAT_AT) SELECT ?, "
                  + warehouse.now()
                  + ahead,
              runId);
    }
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
      beat(warehouse, runId, "");
    } catch (SQLException | RuntimeException e) {
      LOG.warn("a heartbeat of run {} was missed: {}", runId, e.toString());
    }
  }

  @Override
  public void close() {
    end.countDown();
  }
}
