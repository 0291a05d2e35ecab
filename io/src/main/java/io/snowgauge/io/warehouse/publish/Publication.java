package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Retries;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.staging.StagingArea;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One publication: it stages once, and may run its transaction several times. If the session is
 * lost while staging, it stages again into new tables, for nobody knows how much arrived in the
 * first ones.
 */
final class Publication implements AutoCloseable {
  private final Warehouse warehouse;
  private final Dataset dataset;
  private final Run run;
  private final List<String> skipped;
  private final List<String> manifestUris;
  private final Session session;
  private final List<String> tables = new ArrayList<>();
  private @Nullable Staged staged;

  /**
   * A publication that has not begun.
   *
   * @param skipped messages on files that the run did not try
   */
  Publication(
      Warehouse warehouse,
      Dataset dataset,
      Run run,
      List<String> skipped,
      List<String> manifestUris) {
    this.warehouse = warehouse;
    this.dataset = dataset;
    this.run = run;
    this.skipped = List.copyOf(skipped);
    this.manifestUris = List.copyOf(manifestUris);
    this.session = Session.of(warehouse, run.id(), dataset.name());
  }

  /**
   * What is staged.
   *
   * @param parts all that the manifest named
   * @param isAnythingLeft whether the ledger has not decided on all of it already
   */
  private record Staged(
      Attempt attempt, Reconciliation reconciliation, Set<String> parts, boolean isAnythingLeft) {}

  /**
   * Publishes for a run, whose audit row is there and becomes terminal.
   *
   * @param area where the run's files were staged, of which the rest is removed
   */
  void publishRun(StagingArea area) throws SQLException {
    again(
        () -> {
          boolean isLeft = staged().isAnythingLeft();
          if (isLeft ? !isPublished() : isRunning(session.connection())) {
            conclude(session.connection());
          }
        });
    new Leftovers(warehouse)
        .removeOfPublication(
            session.connection(), area, run.id(), dataset.name(), staged().parts());
  }

  /** What is done after a batch, on a session that sees all of it. */
  interface Afterwards<T> {
    T run(Connection connection) throws SQLException;
  }

  /** Publishes for a batch, whose audit row comes with it if anything of it is new. */
  <T> T publishBatch(Afterwards<T> afterwards) throws SQLException {
    again(
        () -> {
          if (staged().isAnythingLeft()) {
            isPublished();
          }
        });
    return afterwards.run(session.connection());
  }

  /** Publishes what is new of what is staged; whether anything was. */
  private boolean isPublished() throws SQLException {
    Staged now = staged();
    return new LockedTransaction(warehouse, dataset.name(), run.id())
        .run(
            session,
            locked -> {
              now.reconciliation().decide(locked.connection());
              if (!now.reconciliation().isAnyDecided(locked.connection())) {
                return Optional.empty();
              }
              publishDecided(locked, now.attempt());
              return Optional.of(locked);
            })
        .isPresent();
  }

  private interface Step {
    void run() throws SQLException;
  }

  private void again(Step step) throws SQLException {
    Retries.again(
        failure -> session.isWorthAnotherTry(warehouse, failure),
        () -> {
          try {
            step.run();
            return step;
          } catch (SQLException e) {
            forgetWhatIsLost(e);
            throw e;
          }
        });
  }

  private void forgetWhatIsLost(SQLException failure) {
    session.discardIfUseless(warehouse, failure);
    if (!session.isConnected() && !warehouse.traits().keepsStagingTables()) {
      staged = null;
    }
  }

  private Staged staged() throws SQLException {
    if (staged == null) {
      staged = stage(session.connection());
    }
    return staged;
  }

  private Staged stage(Connection connection) throws SQLException {
    Attempt attempt = Attempt.of(warehouse, dataset, run);
    Reconciliation reconciliation = new Reconciliation(attempt);
    tables.addAll(attempt.tables());
    attempt.createTables(connection);
    attempt.staging().loadManifest(connection, manifestUris);
    Set<String> parts = attempt.staging().parts(connection).all();
    boolean isAnythingLeft = reconciliation.dropDecided(connection) > 0;
    if (isAnythingLeft) {
      attempt.staging().loadParts(connection);
    }
    return new Staged(attempt, reconciliation, parts, isAnythingLeft);
  }

  /**
   * Whether the run's row still has to be made terminal: the same manifest again changes nothing.
   */
  private boolean isRunning(Connection connection) throws SQLException {
    return new Audit(warehouse)
        .run(connection, run.id()).stream()
            .anyMatch(row -> row.dataset().equals(dataset.name()) && !row.status().isTerminal());
  }

  private void publishDecided(Locked locked, Attempt attempt) throws SQLException {
    PublishStatements statements = new PublishStatements(attempt, locked.epoch());
    statements.replace(locked.connection());
    statements.move(locked.connection());
    statements.writeLedger(locked.connection());
    statements.writeRejects(locked.connection());
    conclude(locked.connection());
  }

  private void conclude(Connection locked) throws SQLException {
    new Audit(warehouse).conclude(locked, run, dataset.name(), skipped);
  }

  /** Drops the tables of all attempts, and gives the session back. */
  @Override
  public void close() throws SQLException {
    try (session) {
      if (!tables.isEmpty()) {
        new Leftovers(warehouse).dropTables(session, dataset.name(), tables);
      }
    }
  }
}
