package io.snowgauge.pipelines.batch;

import io.snowgauge.io.warehouse.beam.LoadFiles;
import io.snowgauge.io.warehouse.control.WorkerHeartbeat;
import io.snowgauge.io.warehouse.publish.Publisher;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.staging.StageFiles;
import io.snowgauge.transforms.staging.StagedFile;
import io.snowgauge.transforms.staging.StagingArea;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.PCollection;

/**
 * The batch graph, a branch for each dataset: file versions are staged by one read each, and their
 * manifests go through SnowflakeIO to the publisher, which commits records, ledger and audit
 * together.
 */
public final class LoadPipeline {
  /**
   * One branch of the graph.
   *
   * @param files the versions to load, at least one
   * @param publisher publishes them; knows dataset, run and staging area
   */
  public record Branch(List<SourceFile> files, Publisher publisher) {}

  private LoadPipeline() {}

  /** Builds the graph; nothing is read before it runs. */
  public static Pipeline of(PipelineOptions options, List<Branch> branches) {
    Pipeline pipeline = Pipeline.create(options);
    int threads = options.as(StagingOptions.class).getStagingThreads();
    for (Branch branch : branches) {
      Dataset dataset = branch.publisher().dataset();
      StagingArea area = branch.publisher().area();
      String name = dataset.name() + ": ";

      PCollection<SourceFile> files =
          pipeline.apply(name + "New file versions", newFileVersions(branch, threads));
      PCollection<StagedFile> staged =
          files.apply(
              name + "Stage files",
              StageFiles.of(dataset, area, threads)
                  .giving(heartbeat(branch))
                  .inRun(branch.publisher().run().id()));
      staged.apply(
          name + "Load, reconcile, publish",
          LoadFiles.with(branch.publisher(), area.manifestUri()));
    }
    return pipeline;
  }

  private static NewFileVersions newFileVersions(Branch branch, int threads) {
    return threads > 1
        ? NewFileVersions.inOneBin(branch.files())
        : NewFileVersions.inBins(branch.files());
  }

  private static WorkerHeartbeat heartbeat(Branch branch) {
    return new WorkerHeartbeat(branch.publisher().warehouse(), branch.publisher().run());
  }
}
