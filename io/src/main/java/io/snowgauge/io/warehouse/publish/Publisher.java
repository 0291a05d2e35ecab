package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Retries;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.staging.StagingArea;
import java.io.Serializable;
import java.sql.SQLException;
import java.util.List;

/**
 * Publishes staged files: the one protocol of all warehouses, batch and stream. A file version is
 * published at most once, whatever is retried, because the ledger decides inside the transaction
 * that writes it. docs/adr/0003-publishing-protocol.md gives the reasons, step by step; {@link
 * Publication} has the steps.
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
   * manifest changes nothing; it tries again by itself as {@link Retries#again} does, where waiting
   * or a new session helps.
   *
   * @param manifestUris the files that SnowflakeIO wrote the manifest to
   * @throws SQLException if nothing was published, or if it is not known whether it was: then
   *     publishing again settles it
   */
  public void publish(List<String> manifestUris) throws SQLException {
    try (Publication publication = publication(manifestUris)) {
      publication.publishRun(area);
    }
  }

  /**
   * Publishes a batch of a stream, whose run has no audit row yet: the row comes with the batch, or
   * not at all if nothing of it is new. Otherwise as {@link #publish}; what was staged is left to
   * the caller.
   *
   * @param afterwards what the caller does, on a session that sees all of the batch
   */
  <T> T publishBatch(String manifestUri, Publication.Afterwards<T> afterwards) throws SQLException {
    try (Publication publication = publication(List.of(manifestUri))) {
      return publication.publishBatch(afterwards);
    }
  }

  private Publication publication(List<String> manifestUris) {
    return new Publication(warehouse, dataset, run, skipped, manifestUris);
  }
}
