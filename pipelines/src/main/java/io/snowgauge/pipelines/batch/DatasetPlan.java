package io.snowgauge.pipelines.batch;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
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
 * @param misdated what would match the input if its date were written as the input has it
 * @param failure why its files could not be listed, if so; then it has none
 */
public record DatasetPlan(
    Dataset dataset,
    int listed,
    List<SourceFile> toLoad,
    List<SourceFile> skipped,
    List<String> misdated,
    @Nullable IOException failure) {

  /** Keeps copies of the lists. */
  public DatasetPlan {
    toLoad = List.copyOf(toLoad);
    skipped = List.copyOf(skipped);
    misdated = List.copyOf(misdated);
  }

  /** Of a dataset whose files could not be listed. */
  static DatasetPlan failed(Dataset dataset, IOException why) {
    return new DatasetPlan(dataset, 0, List.of(), List.of(), List.of(), why);
  }

  /** How many bytes there are to load. */
  public long bytes() {
    return toLoad.stream().mapToLong(SourceFile::sizeBytes).sum();
  }
}
