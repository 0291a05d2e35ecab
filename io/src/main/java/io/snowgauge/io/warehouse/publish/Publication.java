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
    this.session = new Session(() -> warehouse.sessions().connect(run.id(), dataset.name()));
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
          if (staged().isAnythingLeft()) {
            inTransaction(
                locked -> {
                  staged().reconciliation().decide(locked);
                  publishDecided(locked);
                });
          } else if (isRunning(session.connection())) {
            inTransaction(this::conclude);
          }
        });
    new Leftovers(warehouse)
        .removeOfPublication(
            session.connection(), area, run.id(), dataset.name(), staged().parts());
  }

  /** Publishes for a batch, whose audit row comes with it if anything of it is new. */
  void publishBatch() throws SQLException {
    again(
        () -> {
          if (staged().isAnythingLeft()) {
            inTransaction(
                locked -> {
                  staged().reconciliation().decide(locked);
                  if (staged().reconciliation().isAnyDecided(locked)) {
                    new Audit(warehouse).start(locked, run, dataset.name());
                    publishDecided(locked);
                  }
                });
          }
        });
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
    if (warehouse.sessions().isConnectionLost(failure)) {
      session.discard(warehouse);
    }
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

  private interface Changes {
    void make(Connection locked) throws SQLException;
  }

  private void inTransaction(Changes changes) throws SQLException {
    new LockedTransaction(warehouse, dataset.name(), run.id())
        .run(
            session,
            locked -> {
              changes.make(locked);
              return changes;
            });
  }

  private void publishDecided(Connection locked) throws SQLException {
    PublishStatements statements = new PublishStatements(staged().attempt());
    statements.replace(locked);
    statements.move(locked);
    statements.writeLedger(locked);
    statements.writeRejects(locked);
    conclude(locked);
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
