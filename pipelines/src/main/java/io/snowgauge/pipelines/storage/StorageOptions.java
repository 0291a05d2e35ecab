package io.snowgauge.pipelines.storage;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** What a runner's workers have to know of object storage. */
public interface StorageOptions extends PipelineOptions {
  /** How object storage is reached, as JSON that holds no secret; null on the DirectRunner. */
  @Description("How object storage is reached, as JSON that holds no secret.")
  @Nullable String getSnowgaugeStorage();

  /** Sets how object storage is reached. */
  void setSnowgaugeStorage(@Nullable String json);
}
