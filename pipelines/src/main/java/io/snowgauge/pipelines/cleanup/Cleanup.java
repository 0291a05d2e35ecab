package io.snowgauge.pipelines.cleanup;

import io.snowgauge.io.proof.Stubs;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.ExpiredRows;
import io.snowgauge.io.warehouse.control.ExpiredRows.Kind;
import io.snowgauge.io.warehouse.control.RemovedEvent;
import io.snowgauge.io.warehouse.publish.Leftovers;
import io.snowgauge.pipelines.batch.FailureMessage;
import io.snowgauge.pipelines.batch.RunAreas;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.Retention;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.text.Amount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Removes what dead runs and streams have left, and what has been kept for long enough. Nothing
 * that a run that is alive may need is touched, nor what the ledger decides by.
 */
public final class Cleanup {
  private final Warehouse warehouse;
  private final RunAreas areas;
  private final Retention retention;
  private final RemovedEvent.Stubs stubs;
  private final List<String> datasets;
  private final Connection connection;
  private final Instant now;

  /** Of what is configured, whose control tables are there. */
  public Cleanup(Configuration configuration, RunAreas areas, Connection connection, Instant now) {
    this.warehouse = configuration.warehouse();
    this.areas = areas;
    this.retention = configuration.retention();
    this.stubs = Stubs.signedBy(configuration.proof().key());
    this.datasets = configuration.datasets().stream().map(Dataset::name).toList();
    this.connection = connection;
    this.now = now;
  }

  /** Gives a line for each thing that would be removed; changes nothing. */
  public void list(Consumer<String> found) throws IOException, SQLException {
    for (Removal removal : removals(false)) {
      found.accept("would remove " + removal.what());
    }
  }

  /**
   * Removes it, and gives a line for each.
   *
   * @return whether all of it could be removed
   */
  public boolean run(Consumer<String> done) throws IOException, SQLException {
    boolean areAllRemoved = true;
    for (Removal removal : removals(true)) {
      try {
        removal.action().run();
        done.accept("removed " + removal.what());
      } catch (IOException | UncheckedIOException | SQLException e) {
        areAllRemoved = false;
        done.accept("left behind " + removal.what() + ": " + FailureMessage.of(e));
      }
    }
    return areAllRemoved;
  }

  private List<Removal> removals(boolean decides) throws IOException, SQLException {
    List<Removal> removals =
        new ArrayList<>(new DeadRuns(warehouse, areas, connection, decides).find());
    OldFiles files = new OldFiles(areas, now);
    removals.addAll(files.ofStreams(warehouse, connection, datasets, retention.streams()));
    Leftovers leftovers = new Leftovers(warehouse);
    for (String table : leftovers.tablesOfDeadAttempts(connection)) {
      removals.add(
          new Removal("staging table " + table, () -> Leftovers.dropTable(connection, table)));
    }
    if (retention.archive().isPresent()) {
      removals.addAll(files.ofArchive(datasets, retention.archive().get()));
    }
    addRows(removals, Kind.REJECTS, "refused line", retention.rejectsOrNull());
    addRows(removals, Kind.FAILED_ATTEMPTS, "failed attempt", retention.failedAttemptsOrNull());
    addRows(removals, Kind.HEARTBEATS, "heartbeat", retention.heartbeats());
    addRows(removals, Kind.ALERTS, "alert", retention.alertsOrNull());
    return removals;
  }

  private void addRows(List<Removal> removals, Kind kind, String noun, @Nullable Duration kept)
      throws SQLException {
    if (kept == null) {
      return;
    }
    ExpiredRows rows = new ExpiredRows(warehouse);
    Instant before = now.minus(kept);
    long count = rows.count(connection, kind, before);
    if (count > 0) {
      removals.add(
          new Removal(
              "%s from before %s".formatted(Amount.of(count, noun), before),
              () -> rows.remove(connection, kind, before, stubs)));
    }
  }
}
