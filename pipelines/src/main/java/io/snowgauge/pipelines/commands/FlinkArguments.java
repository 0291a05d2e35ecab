package io.snowgauge.pipelines.commands;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;

/** What is said of Flink among Beam's arguments, and what goes without saying. */
final class FlinkArguments {
  /** Set by the launcher: the jar of all that a cluster does not bring, once it was asked for. */
  private static final String JOB = "snowgauge.job";

  /**
   * Set by the launcher: a folder of settings that jobs bring along, whatever their cluster has.
   */
  private static final String SETTINGS = "snowgauge.flink";

  private final List<String> given;

  FlinkArguments(List<String> given) {
    this.given = List.copyOf(given);
  }

  /** Whether graphs run on Flink. */
  boolean areMeant() {
    return value("runner").map(FlinkArguments::isFlink).orElse(false);
  }

  /** Beam takes a runner's class name with or without its package and "Runner". */
  private static boolean isFlink(String runner) {
    String name = runner.substring(runner.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return name.equals("flink") || name.equals("flinkrunner");
  }

  /** Whether graphs are handed over to a cluster, and nobody waits for their end. */
  boolean areDetached() {
    return areMeant() && value("attachedMode").map(mode -> mode.equals("false")).orElse(false);
  }

  /** Whether a cluster is named; otherwise Flink runs in this process or is there already. */
  boolean nameACluster() {
    return areMeant() && value("flinkMaster").map(master -> !master.startsWith("[")).orElse(false);
  }

  /** Waits for the end of a graph, unless it is handed over; whether it has ended. */
  boolean await(Pipeline graph, Progress progress) {
    PipelineResult running = graph.run();
    if (areDetached()) {
      return false;
    }
    progress.await(running);
    return true;
  }

  /** Explains what an interruption means here. */
  Interruption explainedOn(PrintWriter err) {
    return nameACluster()
        ? Interruption.explainedOn(
            err, "interrupted; the cluster goes on, and 'audit --wait --run ID' waits for it")
        : Interruption.explainedOn(err);
  }

  /**
   * The arguments with what goes without saying.
   *
   * @throws IllegalArgumentException if they cannot work
   */
  List<String> completed() {
    if (!areMeant()) {
      return given;
    }
    List<String> all = new ArrayList<>(given);
    String job = System.getProperty(JOB);
    if (areDetached() && !nameACluster() && job != null) {
      throw new IllegalArgumentException(
          "--attachedMode: expected true, or --flinkMaster=host:port beside it, but found false:"
              + " a cluster in this process would end with it");
    }
    if (nameACluster() && value("filesToStage").isEmpty() && job != null) {
      if (!Files.exists(Path.of(job))) {
        throw new IllegalArgumentException(
            "--flinkMaster: expected the jar for clusters but found no " + job);
      }
      all.add("--filesToStage=" + job);
    }
    String settings = System.getProperty(SETTINGS);
    if (settings != null) {
      addDefault("flinkConfDir", settings, all);
    }
    addDefault("fasterCopy", "true", all);
    addDefault("useDataStreamForBatch", "true", all);
    return List.copyOf(all);
  }

  /**
   * As {@link #completed}, for an unbounded graph. Beam has to be told of the checkpoints: where
   * only the cluster's configuration does, it ends sources that are idle.
   */
  List<String> completedForStream() {
    if (!areMeant()) {
      return given;
    }
    List<String> all = new ArrayList<>(completed());
    addDefault("checkpointingInterval", "30000", all);
    addDefault("checkpointTimeoutMillis", "600000", all);
    addDefault("minPauseBetweenCheckpoints", "1000", all);
    addDefault("failOnCheckpointingErrors", "false", all);
    // Or what a bundle gives at its end while a checkpoint is taken waits for the next element.
    addDefault("finishBundleBeforeCheckpointing", "true", all);
    addDefault("externalizedCheckpointsEnabled", "true", all);
    addDefault("retainExternalizedCheckpointsOnCancellation", "true", all);
    // A stream that gives up loads nothing, so it never does.
    addDefault("numberOfExecutionRetries", String.valueOf(Integer.MAX_VALUE), all);
    addDefault("executionRetryDelay", "10000", all);
    return List.copyOf(all);
  }

  private void addDefault(String name, String value, List<String> all) {
    if (value(name).isEmpty()) {
      all.add("--" + name + "=" + value);
    }
  }

  private Optional<String> value(String name) {
    String prefix = "--" + name + "=";
    return given.stream()
        .filter(argument -> argument.startsWith(prefix))
        .map(argument -> argument.substring(prefix.length()))
        .findFirst();
  }
}
