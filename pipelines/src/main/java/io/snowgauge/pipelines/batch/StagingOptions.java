package io.snowgauge.pipelines.batch;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** How files are staged on a worker. */
public interface StagingOptions extends PipelineOptions {
  /** How many files of a bundle are staged at a time. */
  @Description("How many files of a bundle are staged at a time.")
  @Default.Integer(1)
  int getStagingThreads();

  /** Sets how many files of a bundle are staged at a time. */
  void setStagingThreads(int threads);
}
