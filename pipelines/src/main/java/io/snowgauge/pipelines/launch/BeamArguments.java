package io.snowgauge.pipelines.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Beam's arguments as they were given, and what goes without saying on Flink. */
public final class BeamArguments {
  /** Set by the launcher: the jar of all that a cluster does not bring, once it was asked for. */
  private static final String JOB = "snowgauge.job";

  /**
   * Set by the launcher: a folder of settings that jobs bring along, whatever their cluster has.
   */
  private static final String SETTINGS = "snowgauge.flink";

  private final List<String> given;

  /** Those of a command line. */
  public BeamArguments(List<String> given) {
    this.given = List.copyOf(given);
  }

  boolean areNone() {
    return given.isEmpty();
  }

  /** The value of an argument, if it was given. */
  Optional<String> value(String name) {
    String prefix = "--" + name + "=";
    return given.stream()
        .filter(argument -> argument.startsWith(prefix))
        .map(argument -> argument.substring(prefix.length()))
        .findFirst();
  }

  boolean have(String name) {
    return value(name).isPresent();
  }

  boolean haveTrue(String name) {
    return value(name).equals(Optional.of("true"));
  }

  /** Beam takes a runner's class name with or without its package and "Runner". */
  private static boolean isOf(String runner, String system) {
    String name = runner.substring(runner.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return name.equals(system) || name.equals(system + "runner");
  }

  /** Requires the libraries of a runner that the app does not bring. */
  public void requireLibraries() {
    value("runner")
        .filter(runner -> !isOf(runner, "direct"))
        .ifPresent(runner -> CloudLibraries.require("--runner=" + runner));
  }

  /** Whether graphs run on Flink. */
  public boolean meanFlink() {
    return value("runner").filter(runner -> isOf(runner, "flink")).isPresent();
  }

  /** Whether graphs are handed over to a cluster, and nobody waits for their end. */
  public boolean areDetached() {
    return meanFlink() && value("attachedMode").equals(Optional.of("false"));
  }

  /** Whether a cluster is named; otherwise Flink runs in this process or is there already. */
  public boolean nameACluster() {
    return meanFlink()
        && value("flinkMaster").filter(master -> !master.startsWith("[")).isPresent();
  }

  /**
   * The arguments of a bounded graph with what goes without saying. A bundle is what shares parts,
   * and Beam would end one after ten seconds, before there is enough for a part of 128 MB.
   *
   * @throws IllegalArgumentException if they cannot work
   */
  List<String> completed() {
    if (!meanFlink()) {
      return given;
    }
    List<String> all = new ArrayList<>(completedForAll());
    addDefault("maxBundleTimeMills", "120000", all);
    return List.copyOf(all);
  }

  private List<String> completedForAll() {
    List<String> all = new ArrayList<>(given);
    String job = System.getProperty(JOB);
    if (areDetached() && !nameACluster() && job != null) {
      throw new IllegalArgumentException(
          "--attachedMode: expected true, or --flinkMaster=host:port beside it, but found false:"
              + " a cluster in this process would end with it");
    }
    if (nameACluster() && !have("filesToStage") && job != null) {
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
    if (!meanFlink()) {
      return given;
    }
    List<String> all = new ArrayList<>(completedForAll());
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
    if (!have(name)) {
      all.add("--" + name + "=" + value);
    }
  }
}
