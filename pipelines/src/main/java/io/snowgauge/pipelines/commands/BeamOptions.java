package io.snowgauge.pipelines.commands;

import io.snowgauge.pipelines.batch.PipelineOptionsSource;
import io.snowgauge.pipelines.batch.StagingOptions;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.storage.StorageOptions;
import java.util.List;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.StreamingOptions;

/** Beam's options: what the user gave, and what suits each runner. */
final class BeamOptions implements PipelineOptionsSource {
  /** The runner reads sources with some of its threads, and stages and publishes with others. */
  private static final int STREAMING_THREADS =
      Math.max(4, Runtime.getRuntime().availableProcessors());

  private final Configuration configuration;
  private final int graphs;

  /**
   * Options for the graphs of a configuration.
   *
   * @param graphs how many of them run in this process at a time
   */
  BeamOptions(Configuration configuration, int graphs) {
    this.configuration = configuration;
    this.graphs = graphs;
  }

  /** Lets Beam set itself up in the background, while the run finds out what there is to load. */
  static void warmUp() {
    Thread warmUp = new Thread(PipelineOptionsFactory::create, "beam-warm-up");
    warmUp.setDaemon(true);
    warmUp.start();
  }

  /**
   * Parses arguments.
   *
   * @throws IllegalArgumentException if Beam does not know one, or if the runner and the warehouse
   *     cannot work together
   */
  @Override
  public PipelineOptions create(List<String> arguments) {
    return create(arguments, new FlinkArguments(arguments).completed());
  }

  private PipelineOptions create(List<String> arguments, List<String> completed) {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(completed.toArray(String[]::new)).create();
    if (options.getRunner().equals(DirectRunner.class)) {
      DirectOptions direct = options.as(DirectOptions.class);
      direct.setBlockOnRun(false);
      // With more threads the runner polls for work while the last step runs, and takes a core
      // from the warehouse; so it gets one, and staging brings its own.
      if (arguments.stream().noneMatch(given -> given.startsWith("--targetParallelism="))) {
        direct.setTargetParallelism(1);
        direct
            .as(StagingOptions.class)
            .setStagingThreads(Math.max(1, Runtime.getRuntime().availableProcessors() / graphs));
      }
      // These check user code on every element; the tests run with them on.
      direct.setEnforceImmutability(isGiven(arguments, "enforceImmutability"));
      direct.setEnforceEncodability(isGiven(arguments, "enforceEncodability"));
    } else {
      refuseWhatNeedsOneProcess(options);
      if (configuration.usesObjectStorage()) {
        // This JVM knows the stores already; those of the workers are told.
        options.as(StorageOptions.class).setSnowgaugeStorage(configuration.storage().toJson());
      }
    }
    return options;
  }

  /**
   * As {@link #create}, for an unbounded graph: the runner's own threads read, stage and publish.
   */
  PipelineOptions createStreaming(List<String> arguments) {
    PipelineOptions options = create(arguments, new FlinkArguments(arguments).completedForStream());
    options.as(StreamingOptions.class).setStreaming(true);
    if (options.getRunner().equals(DirectRunner.class)
        && arguments.stream().noneMatch(given -> given.startsWith("--targetParallelism="))) {
      options.as(DirectOptions.class).setTargetParallelism(STREAMING_THREADS);
    }
    return options;
  }

  private void refuseWhatNeedsOneProcess(PipelineOptions options) {
    String runner = options.getRunner().getSimpleName();
    if (configuration.warehouse().traits().isExclusive()) {
      throw new IllegalArgumentException(
          "--runner: expected the DirectRunner but found "
              + runner
              + ": warehouse.type duckdb is a file for one process, and a cluster has several");
    }
    if (!configuration.literalSecrets().isEmpty()) {
      throw new IllegalArgumentException(
          String.join(", ", configuration.literalSecrets())
              + ": expected ${env:NAME} or ${file:/path} for the secret, which workers can read where"
              + " they are, but found the secret itself; it would be stored with the job of the "
              + runner);
    }
  }

  private static boolean isGiven(List<String> arguments, String name) {
    return arguments.contains("--" + name + "=true");
  }
}
