package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.HeartbeatStore;
import io.snowgauge.io.warehouse.HeartbeatStore.Heard;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.files.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says, again and again, that a run is alive, so that no other process takes it for dead: in the
 * warehouse's {@link HeartbeatStore}, or in a table where that takes none (ADR 28). Heartbeats tell
 * the tries of a run apart.
 */
public final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  /** Where each is an INSERT, it wakes a virtual warehouse for a minute; two may be missed. */
  private static final int SECONDS_BETWEEN = 240;

  /** The first one does not wait as long, for a job that starts again and again is alive, too. */
  private static final int SECONDS_TO_FIRST = 30;

  /** As {@link HeartbeatTable} has it. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(15);

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
      beat(warehouse, run);
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
      new HeartbeatTable(warehouse).addAhead(run);
    }
  }

  /**
   * The runs that were alive just now; they may miss beats for a quarter of an hour. The clock that
   * dated a heartbeat says how old it is.
   */
  public static Set<String> alive(Warehouse warehouse, Connection connection) throws SQLException {
    HeartbeatStore store = warehouse.heartbeats().orElse(null);
    return runs(warehouse, connection, store == null ? List.of() : store.listen(connection));
  }

  /** The same for whoever decides on nothing: it changes nothing. */
  public static Set<String> seemAlive(Warehouse warehouse, Connection connection)
      throws SQLException {
    HeartbeatStore store = warehouse.heartbeats().orElse(null);
    return runs(warehouse, connection, store == null ? List.of() : store.look(connection));
  }

  private static Set<String> runs(Warehouse warehouse, Connection connection, List<Heard> stored)
      throws SQLException {
    Set<String> runs = new HashSet<>(new HeartbeatTable(warehouse).runs(connection));
    stored.stream().filter(Heartbeat::isRecent).map(Heard::runId).forEach(runs::add);
    return runs;
  }

  private static boolean isRecent(Heard heard) {
    return heard.age().compareTo(LONGEST_SILENCE) < 0;
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
    HeartbeatStore store = warehouse.heartbeats().orElse(null);
    return new HeartbeatTable(warehouse).isTriedElsewhere(connection, run)
        || (store != null
            && store.listen(connection).stream()
                .filter(Heartbeat::isRecent)
                .anyMatch(one -> one.runId().equals(run.id()) && !one.tryId().equals(run.tryId())));
  }

  private static void beat(Warehouse warehouse, Run run) throws SQLException {
    HeartbeatStore store = warehouse.heartbeats().orElse(null);
    if (store == null || !store.leave(run.id(), run.tryId())) {
      new HeartbeatTable(warehouse).add(run);
    }
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
      beat(warehouse, run);
    } catch (SQLException | RuntimeException e) {
      LOG.warn("a heartbeat of run {} was missed: {}", run.id(), Reason.of(e));
    }
  }

  @Override
  public void close() {
    end.countDown();
  }
}
