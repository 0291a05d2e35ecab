package io.snowgauge.io.warehouse.publish;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.snowgauge.io.warehouse.Retries;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.PassedOver;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.publish.StagingTables.Named;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.log.LogContext;
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
 * @param passedOver what the run found and did not try
 */
public record Publisher(
    Warehouse warehouse, Dataset dataset, Run run, StagingArea area, PassedOver passedOver)
    implements Serializable {
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
    publish(
        manifestUris,
        publication -> {
          publication.publishRun(area);
          return true;
        });
  }

  /**
   * Publishes a batch of a stream, whose run has no audit row yet: the row comes with the batch, or
   * not at all if nothing of it is new. Otherwise as {@link #publish}; what was staged is left to
   * the caller.
   *
   * @param afterwards what the caller does, on a session that sees all of the batch
   */
  <T> T publishBatch(String manifestUri, Publication.Afterwards<T> afterwards) throws SQLException {
    return publish(List.of(manifestUri), publication -> publication.publishBatch(afterwards));
  }

  /** All that is done with one publication; done again, it finds what was published. */
  private interface Whole<T> {
    T publish(Publication publication) throws SQLException;
  }

  /** Where all is too much at once, it is published in pieces first. */
  @CanIgnoreReturnValue
  private <T> T publish(List<String> manifestUris, Whole<T> whole) throws SQLException {
    LogContext context = LogContext.enter(run.id(), dataset.name());
    try {
      return publishWhole(manifestUris, whole);
    } finally {
      context.leave();
    }
  }

  private <T> T publishWhole(List<String> manifestUris, Whole<T> whole) throws SQLException {
    try (Publication publication = publication(manifestUris, Piece.ALL)) {
      return whole.publish(publication);
    } catch (SQLException e) {
      if (!warehouse.sessions().isOutOfMemory(e)) {
        throw warehouse.sessions().inWords(e);
      }
      publishApart(manifestUris, e);
    }
    try (Publication publication = publication(manifestUris, Piece.ALL)) {
      return whole.publish(publication);
    }
  }

  private void publishApart(List<String> manifestUris, SQLException failure) throws SQLException {
    List<Named> versions;
    try (Publication publication = publication(manifestUris, Piece.ALL)) {
      versions = publication.versionsLeft();
    }
    if (versions.isEmpty()) {
      throw failure;
    }
    LargestValue largest =
        new LargestValue(warehouse, dataset, new StagingTables(warehouse, dataset, run));
    new Pieces(warehouse, piece -> publication(manifestUris, piece), largest)
        .publishApart(versions, failure);
  }

  private Publication publication(List<String> manifestUris, Piece piece) {
    return new Publication(warehouse, dataset, run, passedOver, manifestUris, piece);
  }
}
