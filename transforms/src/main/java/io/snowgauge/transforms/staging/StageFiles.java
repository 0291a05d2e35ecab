package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;

/**
 * {@link StageBundles} for graphs that publish all of a run's files at once: each manifest alone.
 */
public final class StageFiles extends PTransform<PCollection<SourceFile>, PCollection<StagedFile>> {
  private final StageBundles bundles;

  private StageFiles(StageBundles bundles) {
    this.bundles = bundles;
  }

  /**
   * Stages a dataset's files in {@code area}, up to {@code threads} files of a bundle at a time.
   */
  public static StageFiles of(Dataset dataset, StagingArea area, int threads) {
    return new StageFiles(StageBundles.of(dataset, area, threads));
  }

  /** Gives signs of life on each worker as long as it is there to stage. */
  public StageFiles giving(SignsOfLife signs) {
    return new StageFiles(bundles.giving(signs));
  }

  /** Names the run in what is logged. */
  public StageFiles inRun(String runId) {
    return new StageFiles(bundles.inRun(runId));
  }

  @Override
  public PCollection<StagedFile> expand(PCollection<SourceFile> files) {
    return files
        .apply("In bundles", bundles)
        .apply("Each", Flatten.iterables())
        .setCoder(StagedFileCoder.of());
  }
}
