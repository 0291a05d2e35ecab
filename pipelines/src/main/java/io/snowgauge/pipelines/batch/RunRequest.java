package io.snowgauge.pipelines.batch;

import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import java.util.List;

/**
 * What a run is asked to do.
 *
 * @param run its identity, and whether versions that are in are loaded again
 * @param datasets to look at
 * @param retryFailed whether versions are tried that failed in as many runs as are allowed
 * @param staysHere whether its graph is known to run in this process, and nowhere else
 */
public record RunRequest(Run run, List<Dataset> datasets, boolean retryFailed, boolean staysHere) {
  /** Keeps a copy of the list. */
  public RunRequest {
    datasets = List.copyOf(datasets);
  }
}
