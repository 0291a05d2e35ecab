package io.snowgauge.pipelines.batch;

import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/** Makes Beam's options of its arguments, when a graph is to run and not before. */
public interface PipelineOptionsSource {
  /** Options of the arguments as given. */
  PipelineOptions create(List<String> arguments);
}
