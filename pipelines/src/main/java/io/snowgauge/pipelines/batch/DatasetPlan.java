package io.snowgauge.pipelines.batch;

import io.snowgauge.io.warehouse.control.Ledger;
import io.snowgauge.io.warehouse.control.PassedOver;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.text.Excerpt;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run found of a dataset.
 *
 * @param dataset that was looked at
 * @param listed how many files match its input now
 * @param toLoad the versions that are not in yet
 * @param skipped the versions that failed in as many runs as are allowed
 * @param leftOut what the input leaves out, though somebody may look for it
 * @param failure why its files could not be listed, if so; then it has none
 */
public record DatasetPlan(
    Dataset dataset,
    int listed,
    List<SourceFile> toLoad,
    List<SourceFile> skipped,
    LeftOut leftOut,
    @Nullable IOException failure) {

  /** Keeps copies of the lists. */
  public DatasetPlan {
    toLoad = List.copyOf(toLoad);
    skipped = List.copyOf(skipped);
  }

  /** Of a dataset whose files could not be listed. */
  static DatasetPlan failed(Dataset dataset, IOException why) {
    return new DatasetPlan(dataset, 0, List.of(), List.of(), LeftOut.nothing(dataset), why);
  }

  /** What the audit is to tell of it besides its files. */
  PassedOver passedOver() {
    return new PassedOver(
        leftOut.messages(Excerpt::printable),
        skipped.stream()
            .map(
                file ->
                    file.uri()
                        + ": skipped, it failed in "
                        + Ledger.TRIES
                        + " runs; mend it, or try again with --retry-failed")
            .toList());
  }

  /** How many bytes there are to load. */
  public long bytes() {
    return toLoad.stream().mapToLong(SourceFile::sizeBytes).sum();
  }
}
