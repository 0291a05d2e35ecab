package io.snowgauge.pipelines.stream;

import io.snowgauge.io.warehouse.beam.PublishBatches;
import io.snowgauge.io.warehouse.publish.StreamPublisher;
import io.snowgauge.pipelines.config.Streaming;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.staging.StageBundles;
import io.snowgauge.transforms.staging.StagedFile;
import java.util.List;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * The unbounded graph, a branch for each dataset: blobs that notifications name, and files that the
 * listing finds, are staged by one read each, and their manifests are published in batches.
 */
public final class StreamPipeline {
  /** Many more shards than a cluster has slots, so that all slots get about equally many. */
  private static final int SHARDS_OF_A_CLUSTER = 256;

  private StreamPipeline() {}

  /**
   * Builds the graph; nothing is read before it runs.
   *
   * @param publishers one for each dataset, all of one warehouse
   */
  static Pipeline of(
      PipelineOptions options, Streaming configured, List<StreamPublisher> publishers) {
    Pipeline pipeline = Pipeline.create(options);
    if (configured.port().isPresent()) {
      pipeline.apply("Pulse", new Pulse());
    }
    PCollection<Candidate> candidates = candidates(pipeline, configured, publishers);
    int shards = shards(options);
    Streaming.Batch batch = configured.batch();
    for (StreamPublisher publisher : publishers) {
      Dataset dataset = publisher.dataset();
      String name = dataset.name() + ": ";

      PCollection<SourceFile> versions =
          candidates
              .apply(name + "Claimed", Filter.by(new ClaimedBy(dataset.name())))
              .apply(name + "New file versions", NewVersions.of(dataset, shards));
      PCollection<List<StagedFile>> staged =
          versions.apply(
              name + "Stage files",
              StageBundles.of(dataset, publisher.area(), 1).waitingForTheArea());
      staged.apply(
          name + "Load, reconcile, publish",
          PublishBatches.with(publisher, batch.interval(), batch.bytes()));
    }
    return pipeline;
  }

  /**
   * The DirectRunner makes a bundle of each shard's files, so that more shards than threads make
   * bundles, and the parts that they share, only smaller.
   */
  private static int shards(PipelineOptions options) {
    return options.getRunner().equals(DirectRunner.class)
        ? options.as(DirectOptions.class).getTargetParallelism()
        : SHARDS_OF_A_CLUSTER;
  }

  private static PCollection<Candidate> candidates(
      Pipeline pipeline, Streaming configured, List<StreamPublisher> publishers) {
    List<Dataset> datasets = publishers.stream().map(StreamPublisher::dataset).toList();
    PCollection<Candidate> listed =
        pipeline.apply(
            "Sweep",
            Sweep.of(publishers.get(0).warehouse(), datasets, configured.listing().duration()));
    if (configured.subscription().isEmpty()) {
      return listed;
    }
    PCollectionTuple understood =
        pipeline
            .apply("Read notifications", configured.subscription().get().source())
            .apply("Understand", UnderstandNotifications.of(datasets));
    UnderstandNotifications.unreadable(understood)
        .apply("Keep what cannot be read", DeadLetters.in(configured.deadLetters()));
    return PCollectionList.of(UnderstandNotifications.candidates(understood))
        .and(listed)
        .apply("All candidates", Flatten.pCollections());
  }

  /** Whether a dataset claims a candidate. */
  private record ClaimedBy(String dataset) implements SerializableFunction<Candidate, Boolean> {
    @Override
    public Boolean apply(Candidate candidate) {
      return candidate.dataset().equals(dataset);
    }
  }
}
