package io.snowgauge.io.warehouse;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.staging.StagingArea;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  /** Keeps a copy of the messages. */
  public Publisher {
    skipped = List.copyOf(skipped);
  }

  /**
   * Loads the manifest and the parts that it names, reconciles, and publishes what balances
   * together with ledger, rejects and audit in one transaction. Calling it again with the same
   * manifest changes nothing.
   *
   * @param manifestUris the files that SnowflakeIO wrote the manifest to
   * @throws SQLException if nothing was published, or if it is not known whether it was: then
   *     publishing again settles it
   */
  public void publish(List<String> manifestUris) throws SQLException {
    try (Connection connection = warehouse.connect()) {
      Sql sql = new Sql(connection);
      StagingTables staging = new StagingTables(warehouse, dataset);
      PublishStatements statements = new PublishStatements(warehouse, dataset, run, staging);
      try {
        staging.create(sql);
        staging.loadManifest(sql, manifestUris);
        if (statements.dropDecided(sql) > 0) {
          Set<String> parts = staging.loadParts(sql);
          inTransaction(sql, statements);
          sweep(connection, parts);
        }
      } finally {
        drop(staging, sql);
      }
    }
  }

  /** Removes what the commit made superfluous; what stays behind is only in the way. */
  private void sweep(Connection connection, Collection<String> parts) {
    try {
      Storage.delete(parts);
      new Archive(area.archiveUri())
          .sweep(new Ledger(warehouse).archived(connection, run.id(), dataset.name()));
    } catch (IOException | UncheckedIOException | SQLException e) {
      LOG.warn("{}: staged files were left behind: {}", dataset.name(), e.toString());
    }
  }

  private void drop(StagingTables staging, Sql sql) {
    try {
      staging.drop(sql);
    } catch (SQLException e) {
      LOG.warn("{}: staging tables were left behind: {}", dataset.name(), e.toString());
    }
  }

  private void inTransaction(Sql sql, PublishStatements statements) throws SQLException {
    RetryPolicy<Object> whileContended =
        RetryPolicy.builder()
            .handleIf(e -> e instanceof SQLException cause && warehouse.isRetryable(cause))
            .withBackoff(Duration.ofMillis(100), Duration.ofSeconds(10))
            .withJitter(0.5)
            .withMaxAttempts(20)
            .build();
    try {
      Failsafe.with(whileContended).run(() -> attempt(sql, statements));
    } catch (FailsafeException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void attempt(Sql sql, PublishStatements statements) throws SQLException {
    Connection connection = sql.connection();
    connection.setAutoCommit(false);
    try {
      while (!statements.lock(sql)) {
        connection.rollback();
        statements.createLock(sql);
        connection.commit();
      }
      String transaction = transactionId(sql);
      statements.decide(sql);
      statements.replace(sql);
      statements.move(sql);
      statements.writeLedger(sql);
      statements.writeRejects(sql);
      new Audit(warehouse).conclude(connection, run, dataset.name(), skipped);
      String last = transactionId(sql);
      if (!last.equals(transaction)) {
        throw new SQLException(
            "expected transaction "
                + transaction
                + " to be open still but found "
                + last
                + "; nothing was published");
      }
      connection.commit();
    } catch (SQLException | RuntimeException | Error e) {
      rollback(connection, e);
      throw e;
    }
    connection.setAutoCommit(true);
  }

  /** Rolls back, or throws the connection away: what is open on it must never be committed. */
  private static void rollback(Connection connection, Throwable cause) throws SQLException {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      cause.addSuppressed(e);
      connection.close();
    }
  }

  private String transactionId(Sql sql) throws SQLException {
    return sql.queryOne(row -> row.getString(1), warehouse.transactionIdQuery());
  }
}
