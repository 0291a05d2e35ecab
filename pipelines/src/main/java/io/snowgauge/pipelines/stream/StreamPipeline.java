package io.snowgauge.pipelines.stream;

import io.snowgauge.io.warehouse.beam.PublishBatches;
import io.snowgauge.io.warehouse.publish.StreamPublisher;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.staging.StageBundles;
import io.snowgauge.transforms.staging.StagedFile;
import java.time.Duration;
import java.util.List;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.jspecify.annotations.Nullable;

/**
 * The unbounded graph, a branch for each dataset: blobs that notifications name, and files that the
 * listing finds, are staged by one read each, and their manifests are published in batches.
 */
public final class StreamPipeline {
  /**
   * What the graph is made of.
   *
   * @param notifications the source of notifications, or null to go by the listing alone
   * @param publishers one for each dataset, all of one warehouse
   * @param sweep how often inputs are listed
   * @param batchInterval no staged file waits longer to be published
   * @param batchBytes of source files, after which a batch is published
   * @param deadLetters folder for notifications that cannot be read, ending in '/'
   * @param showsHealth whether the health of this process is asked for
   */
  public record Plan(
      @Nullable PTransform<PBegin, PCollection<byte[]>> notifications,
      List<StreamPublisher> publishers,
      Duration sweep,
      Duration batchInterval,
      long batchBytes,
      String deadLetters,
      boolean showsHealth) {

    /** Keeps a copy of the publishers. */
    public Plan {
      publishers = List.copyOf(publishers);
    }

    List<Dataset> datasets() {
      return publishers.stream().map(StreamPublisher::dataset).toList();
    }
  }

  /** Many more than slots that share them, so that each slot gets about the same number. */
  private static final int SHARDS_OF_A_CLUSTER = 256;

  private StreamPipeline() {}

  /** Builds the graph; nothing is read before it runs. */
  public static Pipeline of(PipelineOptions options, Plan plan) {
    Pipeline pipeline = Pipeline.create(options);
    if (plan.showsHealth()) {
      pipeline.apply("Pulse", new Pulse());
    }
    PCollection<Candidate> candidates = candidates(pipeline, plan);
    int shards = shards(options);
    for (StreamPublisher publisher : plan.publishers()) {
      Dataset dataset = publisher.dataset();
      String name = dataset.name() + ": ";

      PCollection<SourceFile> versions =
          candidates
              .apply(name + "Claimed", Filter.by(new IsOf(dataset.name())))
              .apply(name + "New file versions", NewVersions.sharded(shards));
      PCollection<List<StagedFile>> staged =
          versions.apply(name + "Stage files", StageBundles.of(dataset, publisher.area(), 1));
      staged.apply(
          name + "Load, reconcile, publish",
          PublishBatches.with(publisher, plan.batchInterval(), plan.batchBytes()));
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

  private static PCollection<Candidate> candidates(Pipeline pipeline, Plan plan) {
    PCollection<Candidate> listed =
        pipeline.apply(
            "Sweep", Sweep.of(plan.publishers().get(0).warehouse(), plan.datasets(), plan.sweep()));
    if (plan.notifications() == null) {
      return listed;
    }
    PCollectionTuple understood =
        pipeline
            .apply("Read notifications", plan.notifications())
            .apply("Understand", UnderstandNotifications.of(plan.datasets()));
    UnderstandNotifications.unreadable(understood)
        .apply("Keep what cannot be read", DeadLetters.in(plan.deadLetters()));
    return PCollectionList.of(UnderstandNotifications.candidates(understood))
        .and(listed)
        .apply("All candidates", Flatten.pCollections());
  }

  /** Whether a dataset claims a candidate. */
  private record IsOf(String dataset) implements SerializableFunction<Candidate, Boolean> {
    @Override
    public Boolean apply(Candidate candidate) {
      return candidate.dataset().equals(dataset);
    }
  }
}
