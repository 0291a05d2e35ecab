package io.snowgauge.io.warehouse.publish;

import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedRunnable;
import io.snowgauge.io.warehouse.Retries;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.staging.StagingArea;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Publishes staged files: the one protocol of all warehouses, batch and stream. A file version is
 * published at most once, whatever is retried, because the ledger decides inside the transaction
 * that writes it. docs/adr/0003-publishing-protocol.md gives the reasons, step by step.
 *
 * @param warehouse to publish to
 * @param dataset that the files belong to
 * @param run that publishes
 * @param area where the run's files were staged
 * @param skipped messages on files that the run did not try, because they failed too often
 */
public record Publisher(
    Warehouse warehouse, Dataset dataset, Run run, StagingArea area, List<String> skipped)
    implements Serializable {
  /** Keeps a copy of the messages. */
  public Publisher {
    skipped = List.copyOf(skipped);
  }

  /**
   * Loads the manifest and the parts that it names, reconciles, and publishes what balances
   * together with ledger, rejects and audit in one transaction. Calling it again with the same
   * manifest changes nothing; it begins again by itself, a few times, where a session is lost.
   *
   * @param manifestUris the files that SnowflakeIO wrote the manifest to
   * @throws SQLException if nothing was published, or if it is not known whether it was: then
   *     publishing again settles it
   */
  public void publish(List<String> manifestUris) throws SQLException {
    againWhereSessionsAreLost(() -> attempt(manifestUris, this::publishRun));
  }

  private void againWhereSessionsAreLost(CheckedRunnable publication) throws SQLException {
    RetryPolicy<CheckedRunnable> whileSessionsAreLost =
        RetryPolicy.<CheckedRunnable>builder()
            .handleIf(
                e ->
                    e instanceof SQLException cause && warehouse.sessions().isConnectionLost(cause))
            .withBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30))
            .withJitter(0.5)
            .withMaxAttempts(3)
            .build();
    Retries.get(
        whileSessionsAreLost,
        () -> {
          publication.run();
          return publication;
        });
  }

  /** What is done with a manifest that is in its staging table. */
  private interface Publication {
    void publish(Session session, Attempt attempt) throws SQLException;
  }

  private void attempt(List<String> manifestUris, Publication publication) throws SQLException {
    try (Session session =
        new Session(() -> warehouse.sessions().connect(run.id(), dataset.name()))) {
      Attempt attempt = Attempt.of(warehouse, dataset, run);
      try {
        attempt.createTables(session.connection());
        attempt.staging().loadManifest(session.connection(), manifestUris);
        publication.publish(session, attempt);
      } finally {
        new Leftovers(warehouse).dropTables(session.connection(), dataset.name(), attempt.tables());
      }
    }
  }

  private void publishRun(Session session, Attempt attempt) throws SQLException {
    Set<String> all = attempt.staging().parts(session.connection()).all();
    Reconciliation reconciliation = new Reconciliation(attempt);
    if (reconciliation.dropDecided(session.connection()) > 0) {
      attempt.staging().loadParts(session.connection());
      inTransaction(
          session,
          locked -> {
            reconciliation.decide(locked);
            publishDecided(locked, attempt);
          });
    } else if (isRunning(session.connection())) {
      inTransaction(session, this::conclude);
    }
    new Leftovers(warehouse)
        .removeOfPublication(session.connection(), area, run.id(), dataset.name(), all);
  }

  /**
   * Publishes a batch of a stream, whose run has no audit row yet: the row comes with the batch, or
   * not at all if nothing of it is new. Otherwise as {@link #publish}; what was staged is left to
   * the caller.
   */
  void publishBatch(String manifestUri) throws SQLException {
    againWhereSessionsAreLost(() -> attempt(List.of(manifestUri), this::publishNew));
  }

  private void publishNew(Session session, Attempt attempt) throws SQLException {
    Reconciliation reconciliation = new Reconciliation(attempt);
    if (reconciliation.dropDecided(session.connection()) == 0) {
      return;
    }
    attempt.staging().loadParts(session.connection());
    inTransaction(
        session,
        locked -> {
          reconciliation.decide(locked);
          if (reconciliation.isAnyDecided(locked)) {
            new Audit(warehouse).start(locked, run, dataset.name());
            publishDecided(locked, attempt);
          }
        });
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

  private void inTransaction(Session session, Changes changes) throws SQLException {
    new LockedTransaction(warehouse, dataset.name(), run.id())
        .run(
            session,
            locked -> {
              changes.make(locked);
              return changes;
            });
  }

  private void publishDecided(Connection locked, Attempt attempt) throws SQLException {
    PublishStatements statements = new PublishStatements(attempt);
    statements.replace(locked);
    statements.move(locked);
    statements.writeLedger(locked);
    statements.writeRejects(locked);
    conclude(locked);
  }

  private void conclude(Connection locked) throws SQLException {
    new Audit(warehouse).conclude(locked, run, dataset.name(), skipped);
  }
}
