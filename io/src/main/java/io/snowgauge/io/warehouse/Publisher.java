package io.snowgauge.io.warehouse;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.staging.StagingArea;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
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
    try (Sql sql = new Sql(() -> warehouse.connect(run, dataset.name()))) {
      StagingTables staging = new StagingTables(warehouse, dataset, run);
      PublishStatements statements = new PublishStatements(warehouse, dataset, run, staging);
      try {
        staging.create(sql);
        staging.loadManifest(sql, manifestUris);
        if (statements.dropDecided(sql) > 0) {
          Set<String> parts = staging.loadParts(sql);
          inTransaction(sql, statements);
          sweep(sql.connection(), parts);
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
    new LockedTransaction(warehouse, dataset.name(), run.id())
        .run(
            sql,
            locked -> {
              statements.decide(locked);
              statements.replace(locked);
              statements.move(locked);
              statements.writeLedger(locked);
              statements.writeRejects(locked);
              new Audit(warehouse).conclude(locked.connection(), run, dataset.name(), skipped);
              return statements;
            });
  }
}
