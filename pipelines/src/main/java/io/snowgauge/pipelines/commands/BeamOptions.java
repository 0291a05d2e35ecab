package io.snowgauge.pipelines.commands;

import io.snowgauge.pipelines.batch.PipelineOptionsSource;
import io.snowgauge.pipelines.batch.StagingOptions;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.DuckDbConfiguration;
import java.util.List;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Beam's options: what the user gave, and what suits each runner. */
final class BeamOptions implements PipelineOptionsSource {
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
    if (arguments.stream().anyMatch(argument -> argument.startsWith("--runner="))) {
      CloudLibraries.load();
    }
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new)).create();
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
    } else if (configuration.warehouse() instanceof DuckDbConfiguration) {
      throw new IllegalArgumentException(
          "--runner: expected the DirectRunner but found "
              + options.getRunner().getSimpleName()
              + ": warehouse.type duckdb is a file for one process, and a cluster has several");
    }
    return options;
  }

  private static boolean isGiven(List<String> arguments, String name) {
    return arguments.contains("--" + name + "=true");
  }
}
