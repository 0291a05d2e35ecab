package io.snowgauge.pipelines.commands;

import io.snowgauge.pipelines.batch.BatchRun;
import io.snowgauge.pipelines.batch.DatasetPlan;
import io.snowgauge.pipelines.batch.RunRequest;
import io.snowgauge.pipelines.config.Configuration;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options of every command that loads files by Beam graphs. Beam's own options pass through:
 * the command collects what is not one of its own.
 */
final class LoadOptions {
  private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

  /** The longest name of a single run; it is a folder's, too. */
  static final int LONGEST_RUN_ID = 100;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Only this dataset; repeatable (default: all).")
  List<String> datasets = new ArrayList<>();

  @Option(names = "--dry-run", description = "Shows what would be loaded; changes nothing.")
  boolean dryRun;

  @Option(
      names = "--force",
      description = "Also loads versions that are in, in place of what they loaded before.")
  boolean force;

  @Option(names = "--retry-failed", description = "Also tries versions that failed in three runs.")
  boolean retryFailed;

  @Option(
      names = "--fail-on-empty",
      description = "Ends with 3 if a dataset's input matches no file.")
  boolean failOnEmpty;

  /** A complaint about the command line. */
  ParameterException refused(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  /** Refuses what looks like nothing that Beam could take, and requires what it needs. */
  void checkArguments(List<String> beamArguments) {
    checkArguments(beamArguments, Objects.requireNonNull(spec).commandLine());
  }

  /** As above, for a command. */
  static void checkArguments(List<String> beamArguments, CommandLine command) {
    for (String argument : beamArguments) {
      if (!argument.startsWith("--") || !argument.contains("=")) {
        throw new ParameterException(
            command,
            "unknown argument '"
                + Display.text(argument)
                + "' (Beam's own options are written --name=value)");
      }
    }
    CloudLibraries.requireForRunner(beamArguments);
  }

  /** Refuses what is no name for runs, which are folders too. */
  void checkRunId(@Nullable String runId, int longest) {
    checkRunId(runId, longest, Objects.requireNonNull(spec).commandLine());
  }

  /** As above, for a command. */
  static void checkRunId(@Nullable String runId, int longest, CommandLine command) {
    if (runId != null && (runId.length() > longest || !RUN_ID.matcher(runId).matches())) {
      throw new ParameterException(
          command,
          "--run-id: expected up to "
              + longest
              + " letters, digits, '.', '_' and '-', the first not a '.' or '-', but found '"
              + Display.text(runId)
              + "'");
    }
  }

  /** Refuses places that a run in this process could not write. */
  void checkPlaces(Configuration configuration, List<String> beamArguments) {
    if (!dryRun && !new FlinkArguments(beamArguments).nameACluster()) {
      ConfigurationOptions.requireWritable(configuration, Map.of());
    }
  }

  /** Refuses what Beam does not take; otherwise lets Beam set itself up in the background. */
  void checkBeam(BeamOptions beam, List<String> beamArguments) {
    if (beamArguments.isEmpty()) {
      if (!dryRun) {
        BeamOptions.warmUp();
      }
      return;
    }
    checkedBeam(() -> beam.create(beamArguments), Objects.requireNonNull(spec).commandLine());
  }

  /** Options, or a complaint about the command line where Beam does not take them. */
  static PipelineOptions checkedBeam(Supplier<PipelineOptions> options, CommandLine command) {
    try {
      return options.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, Display.text(String.valueOf(e.getMessage())), e);
    }
  }

  /**
   * Runs, or only plans, and says what came of it.
   *
   * @return the exit code
   */
  int execute(BatchRun run, RunRequest request, BeamOptions beam, CommandLine command)
      throws IOException, SQLException {
    PrintWriter out = command.getOut();
    if (dryRun) {
      List<DatasetPlan> plans = run.plan();
      Outcomes.showPlans("", plans, out);
      return Outcomes.exitCode(plans, failOnEmpty);
    }
    BatchRun.Outcome outcome;
    FlinkArguments flink = new FlinkArguments(request.beamArguments());
    Interruption interruption = flink.explainedOn(command.getErr());
    try {
      outcome =
          run.execute(
              beam,
              (graph, bytes) -> {
                try (Progress progress = new Progress(bytes)) {
                  return flink.await(graph, progress);
                }
              });
    } catch (IOException | SQLException | RuntimeException e) {
      Outcomes.showFailure(request.run(), run.audited(), out);
      throw e;
    } finally {
      interruption.over();
    }
    Outcomes.show(request.run(), outcome, out);
    if (Outcomes.goesOn(outcome)) {
      out.printf(
          "%nThe cluster goes on; 'audit --wait --run %s' tells the outcome%n", request.run().id());
    }
    return Outcomes.exitCode(outcome, failOnEmpty);
  }
}
