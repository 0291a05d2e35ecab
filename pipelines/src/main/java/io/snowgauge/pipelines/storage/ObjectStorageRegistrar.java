package io.snowgauge.pipelines.storage;

import io.snowgauge.io.files.ObjectFileSystem;
import io.snowgauge.pipelines.config.ObjectStorage;
import java.util.List;
import org.apache.beam.sdk.io.FileSystem;
import org.apache.beam.sdk.io.FileSystemRegistrar;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Beam calls it in every JVM before it runs code of ours there: so a worker gets to know the object
 * stores, and Beam gets to know them as file systems. Where the options say nothing of them, as in
 * a JVM whose command has seen to it, all stays as it is.
 */
public final class ObjectStorageRegistrar implements FileSystemRegistrar {
  private static @Nullable String known;

  @Override
  public Iterable<FileSystem<?>> fromOptions(@Nullable PipelineOptions options) {
    if (options != null) {
      know(options.as(StorageOptions.class).getSnowgaugeStorage());
    }
    return List.of(new ObjectFileSystem("s3"), new ObjectFileSystem("azfs"));
  }

  /** Beam calls more than once; clients are kept as long as they are the same. */
  private static synchronized void know(@Nullable String json) {
    if (json != null && !json.equals(known)) {
      ObjectStores.use(ObjectStorage.fromJson(json));
      known = json;
    }
  }
}
