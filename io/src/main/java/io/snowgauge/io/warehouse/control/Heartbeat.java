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
 * for dead. Beats are inserts in a table of their own, which wait for no lock; they tell the tries
 * of a run apart.
 */
public final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  /** Each is an INSERT, which wakes a virtual warehouse for a minute; two may be missed. */
  private static final int SECONDS_BETWEEN = 240;

  /** The first one does not wait as long, for a job that starts again and again is alive, too. */
  private static final int SECONDS_TO_FIRST = 30;

  private static final String LONGEST_SILENCE = "15 minutes";

  private final Warehouse warehouse;
  private final Run run;
  private final CountDownLatch end = new CountDownLatch(1);

  private Heartbeat(Warehouse warehouse, Run run) {
    this.warehouse = warehouse;
    this.run = run;
  }

  /**
   * Starts; the first beat is in when this returns. Does nothing where no other process can look.
   *
   * @throws SQLException if the first beat cannot be written; later ones are only missed
   */
  public static Heartbeat start(Warehouse warehouse, Run run) throws SQLException {
    if (!warehouse.traits().isExclusive()) {
      beat(warehouse, run, now(warehouse));
    }
    return takeOver(warehouse, run);
  }

  /** Starts for a run that has beaten before, perhaps elsewhere: the first beat follows soon. */
  static Heartbeat takeOver(Warehouse warehouse, Run run) {
    Heartbeat heartbeat = new Heartbeat(warehouse, run);
    if (!warehouse.traits().isExclusive()) {
      Thread thread = new Thread(heartbeat::beatUntilEnd, "heartbeat of run " + run.id());
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
  public static void bridge(Warehouse warehouse, Run run) throws SQLException {
    if (!warehouse.traits().isExclusive()) {
      beat(
          warehouse,
          run,
          Sql.of("{now} + INTERVAL '60 minutes'").with("now", warehouse.dialect().now()));
    }
  }

  /**
   * The runs that were alive just now, by the warehouse's clock: they may miss beats for a quarter
   * of an hour.
   */
  public static Set<String> alive(Warehouse warehouse, Connection connection) throws SQLException {
    return alive(warehouse, connection, LONGEST_SILENCE);
  }

  /**
   * Whether another try under a run's id is alive, perhaps on a cluster, so that what it has staged
   * must stay; one that was killed is taken for alive for as long as any run.
   */
  public static boolean isTriedElsewhere(Warehouse warehouse, Connection connection, Run run)
      throws SQLException {
    if (warehouse.traits().isExclusive()) {
      return false;
    }
    return Sql.of(
                """
                SELECT COUNT(*)
                FROM {heartbeats}
                WHERE RUN_ID = :run AND COALESCE(TRY_ID, '') <> :try
                  AND BEAT_AT > {now} - INTERVAL {within}
                """)
            .with("heartbeats", new ControlTables(warehouse).heartbeats())
            .with("now", warehouse.dialect().now())
            .with("within", Identifiers.literal(LONGEST_SILENCE))
            .bind("run", run.id())
            .bind("try", run.tryId())
            .number(connection)
        > 0;
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
  private static void beat(Warehouse warehouse, Run run, Sql at) throws SQLException {
    try (Connection connection = warehouse.connect()) {
      Sql.of("INSERT INTO {heartbeats} (RUN_ID, TRY_ID, BEAT_AT) SELECT :run, :try, {at}")
          .with("heartbeats", new ControlTables(warehouse).heartbeats())
          .with("at", at)
          .bind("run", run.id())
          .bind("try", run.tryId())
          .update(connection);
    }
  }

  private static Sql now(Warehouse warehouse) {
    return Sql.of("{now}").with("now", warehouse.dialect().now());
  }

  private void beatUntilEnd() {
    try {
      int seconds = SECONDS_TO_FIRST;
      while (!end.await(seconds, TimeUnit.SECONDS)) {
        tryToBeat();
        seconds = SECONDS_BETWEEN;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tryToBeat() {
    try {
      beat(warehouse, run, now(warehouse));
    } catch (SQLException | RuntimeException e) {
      LOG.warn("a heartbeat of run {} was missed: {}", run.id(), e.toString());
    }
  }

  @Override
  public void close() {
    end.countDown();
  }
}
