package io.snowgauge.pipelines.batch;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import java.util.List;

/**
 * What a run found of a dataset.
 *
 * @param dataset that was looked at
 * @param listed how many files match its input now
 * @param toLoad the versions that are not in yet
 * @param skipped the versions that failed in as many runs as are allowed
 */
public record DatasetPlan(
    Dataset dataset, int listed, List<SourceFile> toLoad, List<SourceFile> skipped) {

  /** Keeps copies of the lists. */
  public DatasetPlan {
    toLoad = List.copyOf(toLoad);
    skipped = List.copyOf(skipped);
  }

  /** How many bytes there are to load. */
  public long bytes() {
    return toLoad.stream().mapToLong(SourceFile::sizeBytes).sum();
  }
}
