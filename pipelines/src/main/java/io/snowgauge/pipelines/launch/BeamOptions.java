package io.snowgauge.pipelines.launch;

import io.snowgauge.pipelines.batch.StagingOptions;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.report.Progress;
import io.snowgauge.pipelines.storage.StorageOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.StreamingOptions;

/** Beam's options: what the user gave, and what suits each runner; and graphs that run by them. */
public final class BeamOptions {
  /** The runner reads sources with some of its threads, and stages and publishes with others. */
  private static final int STREAMING_THREADS =
      Math.max(4, Runtime.getRuntime().availableProcessors());

  private final Configuration configuration;
  private final BeamArguments arguments;
  private final int graphs;

  /**
   * Options for the graphs of a configuration.
   *
   * @param graphs how many of them run in this process at a time
   */
  BeamOptions(Configuration configuration, BeamArguments arguments, int graphs) {
    this.configuration = configuration;
    this.arguments = arguments;
    this.graphs = graphs;
  }

  /**
   * These, once it is known that they can be made. Where there are no arguments there is nothing to
   * know, and Beam sets itself up in the background, while the run finds out what there is to load.
   *
   * @param isSoon whether a graph is to run
   * @throws IllegalArgumentException if Beam does not know one, or if the runner and the warehouse
   *     cannot work together
   */
  public BeamOptions checked(boolean isSoon) {
    if (!arguments.areNone()) {
      create(arguments.completed(), "checked");
    } else if (isSoon) {
      Thread warmUp = new Thread(PipelineOptionsFactory::create, "beam-warm-up");
      warmUp.setDaemon(true);
      warmUp.start();
    }
    return this;
  }

  /**
   * Runs a batch and waits for its end, or hands it over to a cluster that nobody waits for.
   *
   * @return whether it has ended
   * @throws io.snowgauge.pipelines.batch.InterruptedRunException if it was cancelled
   */
  public boolean run(Function<PipelineOptions, Pipeline> graph, String jobName, Progress progress) {
    progress.requireNotCancelled();
    PipelineResult running = graph.apply(create(arguments.completed(), jobName)).run();
    if (arguments.areDetached()) {
      return false;
    }
    progress.await(running);
    return true;
  }

  /**
   * Options for an unbounded graph: the runner's own threads read, stage and publish.
   *
   * @param more arguments that follow from the configuration
   * @param jobName unless the user names the job
   * @throws IllegalArgumentException as {@link #checked}
   */
  public PipelineOptions createStreaming(List<String> more, String jobName) {
    List<String> all = new ArrayList<>(arguments.completedForStream());
    all.addAll(more);
    PipelineOptions options = create(all, jobName);
    options.as(StreamingOptions.class).setStreaming(true);
    if (options.getRunner().equals(DirectRunner.class) && !arguments.have("targetParallelism")) {
      options.as(DirectOptions.class).setTargetParallelism(STREAMING_THREADS);
    }
    return options;
  }

  private PipelineOptions create(List<String> completed, String jobName) {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(completed.toArray(String[]::new)).create();
    if (!arguments.have("jobName")) {
      options.setJobName(jobName);
    }
    if (options.getRunner().equals(DirectRunner.class)) {
      DirectOptions direct = options.as(DirectOptions.class);
      direct.setBlockOnRun(false);
      // With more threads the runner polls for work while the last step runs, and takes a core
      // from the warehouse; so it gets one, and staging brings its own.
      if (!arguments.have("targetParallelism")) {
        direct.setTargetParallelism(1);
        direct
            .as(StagingOptions.class)
            .setStagingThreads(Math.max(1, Runtime.getRuntime().availableProcessors() / graphs));
      }
      // These check user code on every element; the tests run with them on.
      direct.setEnforceImmutability(arguments.haveTrue("enforceImmutability"));
      direct.setEnforceEncodability(arguments.haveTrue("enforceEncodability"));
    } else {
      refuseWhatNeedsOneProcess(options);
      if (configuration.usesObjectStorage()) {
        // This JVM knows the stores already; those of the workers are told.
        options.as(StorageOptions.class).setSnowgaugeStorage(configuration.storage().toJson());
      }
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
              + ": expected ${env:NAME} or ${file:/path} for the secret, which workers can read"
              + " where they are, but found the secret itself; it would be stored with the job of"
              + " the "
              + runner);
    }
  }
}
