package io.snowgauge.io.warehouse.beam;

import io.snowgauge.io.warehouse.publish.StreamPublisher.Batch;
import io.snowgauge.transforms.dataset.Dataset;
import java.util.function.BiConsumer;

/**
 * Tells of the batches that a stream publishes in this process. Steps of a graph are copied by the
 * runner, so they find it by {@link #ofThisProcess}, as {@link Backlog} is found.
 */
public final class PublishedBatches {
  private static final PublishedBatches OF_THIS_PROCESS = new PublishedBatches();

  private volatile BiConsumer<Dataset, Batch> follower = (dataset, batch) -> {};

  private PublishedBatches() {}

  /** Those of the only stream of this process. */
  public static PublishedBatches ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /** Has somebody told of what is published from now on, who must not wait for anything. */
  public void follow(BiConsumer<Dataset, Batch> by) {
    follower = by;
  }

  void tell(Dataset dataset, Batch batch) {
    follower.accept(dataset, batch);
  }
}
