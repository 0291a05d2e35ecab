package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.FileStatus;
import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.io.warehouse.control.PassedOver;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Sha256;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.staging.StagedFile;
import io.snowgauge.transforms.staging.StagingArea;
import java.io.IOException;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Publishes the batches of a stream, each as a run of its own: the protocol of {@link Publisher}.
 *
 * @param warehouse to publish to
 * @param dataset that the files belong to
 * @param streamId leads the ids of the runs
 * @param area where the stream's files are staged
 */
public record StreamPublisher(
    Warehouse warehouse, Dataset dataset, String streamId, StagingArea area)
    implements Serializable {
  /**
   * What came of a batch.
   *
   * @param run that published it
   * @param published versions that are in now, or were decided there
   * @param failed versions that are in the ledger with a reason
   * @param duplicates versions that were in before, or twice in the batch
   * @param records that were ingested
   */
  public record Batch(Run run, long published, long failed, long duplicates, long records) {}

  /**
   * Publishes a batch and removes what was staged for it. Publishing the same batch again changes
   * nothing: its run has the same id, and the ledger knows its files.
   *
   * @param bundles whole bundles, since the files of a bundle share parts
   * @throws SQLException if nothing was published, or if it is not known whether it was: then
   *     publishing again settles it. Where the target is gone, it says so
   * @throws IOException if the manifest cannot be written
   */
  public Batch publish(List<List<StagedFile>> bundles) throws IOException, SQLException {
    List<StagedFile> files = bundles.stream().flatMap(List::stream).toList();
    Instant now = Instant.now();
    Run run =
        new Run(runId(files), LocalDate.ofInstant(now, ZoneOffset.UTC), Mode.STREAM, now, false);
    String manifestUri = area.partsUri() + "manifest-" + run.id() + ".csv.gz";
    ManifestFile.write(manifestUri, dataset, files);
    try {
      return new Publisher(warehouse, dataset, run, area, PassedOver.NOTHING)
          .publishBatch(
              manifestUri,
              (connection, published) -> {
                new Leftovers(warehouse)
                    .removeOfBatch(connection, dataset.name(), files, manifestUri, published);
                return outcome(connection, run, files.size());
              });
    } catch (SQLException e) {
      throw explained(e);
    }
  }

  /**
   * Requires, before the first batch, that the ledger has not forgotten files whose rows are in the
   * target. Where it has forgotten everything, the target is not asked again once a batch is in.
   *
   * @throws SQLException if it has; says what to do
   * @throws IOException if it cannot be said, for the files cannot be listed
   */
  public void requireLedger(List<List<StagedFile>> bundles) throws IOException, SQLException {
    List<SourceFile> files = bundles.stream().flatMap(List::stream).map(StagedFile::file).toList();
    try (Connection connection = warehouse.connect()) {
      Optional<String> why =
          new TargetHistory(warehouse, dataset).whyNotStreamed(connection, files);
      if (why.isPresent()) {
        throw new SQLException(why.get());
      }
    }
  }

  /** A target that was dropped or renamed is asked for only here: each batch would pay for it. */
  private SQLException explained(SQLException failure) {
    try (Connection connection = warehouse.connect()) {
      TargetHistory.require(connection, warehouse, List.of(dataset));
    } catch (UnfitTargetException e) {
      return new SQLException(e.messages().get(0), failure);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  /**
   * The stream's id and a hash of what was staged. Attempts at staging are part of it, so that each
   * new try of a file that failed is a run, of which the ledger allows so many.
   */
  private String runId(List<StagedFile> files) {
    String attempts =
        files.stream()
            .map(file -> file.file().fileId() + "-" + file.stageId() + "\n")
            .sorted()
            .collect(Collectors.joining());
    return streamId + "-" + Sha256.identity(attempts, 8);
  }

  private Batch outcome(Connection connection, Run run, int files) throws SQLException {
    List<Audit.FileRow> rows =
        new Audit(warehouse)
            .files(connection, run.id()).stream()
                .filter(row -> row.dataset().equals(dataset.name()))
                .toList();
    long failed = rows.stream().filter(row -> row.status() == FileStatus.FAILED).count();
    long records = rows.stream().mapToLong(Audit.FileRow::ingestedRecords).sum();
    return new Batch(run, rows.size() - failed, failed, files - rows.size(), records);
  }
}
