package io.snowgauge.pipelines.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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

  /** Refuses what looks like nothing that Beam could take. */
  void checkArguments(List<String> beamArguments) {
    for (String argument : beamArguments) {
      if (!argument.startsWith("--") || !argument.contains("=")) {
        throw refused(
            "unknown argument '"
                + Display.text(argument)
                + "' (Beam's own options are written --name=value)");
      }
    }
  }

  /** Refuses what is no name for runs, which are folders too. */
  void checkRunId(@Nullable String runId, int longest) {
    if (runId != null && (runId.length() > longest || !RUN_ID.matcher(runId).matches())) {
      throw refused(
          "--run-id: expected up to "
              + longest
              + " letters, digits, '.', '_' and '-', the first not a '.' or '-', but found '"
              + Display.text(runId)
              + "'");
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
    try {
      beam.create(beamArguments);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          Display.text(String.valueOf(e.getMessage())),
          e);
    }
  }
}
