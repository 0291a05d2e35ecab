package io.snowgauge.pipelines.batch;

import java.util.Collection;
import java.util.List;

/**
 * How much there is to load.
 *
 * @param files to read
 * @param bytes of them, as they are stored
 */
public record Work(long files, long bytes) {
  /** What plans would load. */
  public static Work of(Collection<DatasetPlan> plans) {
    return new Work(
        plans.stream().map(DatasetPlan::toLoad).mapToLong(List::size).sum(),
        plans.stream().mapToLong(DatasetPlan::bytes).sum());
  }
}
