package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.Audit;
import io.snowgauge.io.warehouse.Run;
import io.snowgauge.io.warehouse.RunStatus;
import io.snowgauge.pipelines.batch.BatchRun;
import io.snowgauge.pipelines.batch.DatasetPlan;
import io.snowgauge.pipelines.batch.RunRequest;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.transforms.files.SourceFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code run}: loads every file version that is not in yet. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Matches the datasets' inputs and loads every file version that is not loaded yet.",
      "Options that are not listed here are Beam's, such as --runner or --targetParallelism."
    })
final class RunCommand implements Callable<Integer> {
  private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

  @Spec private @Nullable CommandSpec spec;

  @Mixin private ConfigurationOptions configurationOptions = new ConfigurationOptions();

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Only this dataset; repeatable (default: all).")
  private List<String> datasets = new ArrayList<>();

  @Option(names = "--dry-run", description = "Shows what would be loaded; changes nothing.")
  private boolean dryRun;

  @Option(
      names = "--force",
      description = "Also loads versions that are in, in place of what they loaded before.")
  private boolean force;

  @Option(names = "--retry-failed", description = "Also tries versions that failed in three runs.")
  private boolean retryFailed;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = "Names the run; a retry under the same name goes on where it ended.")
  private @Nullable String runId;

  @Option(
      names = "--execution-date",
      paramLabel = "DATE",
      description = "Labels the run in the audit (default: today, UTC); filters nothing.")
  private @Nullable LocalDate executionDate;

  @Option(
      names = "--fail-on-empty",
      description = "Ends with 3 if a dataset's input matches no file.")
  private boolean failOnEmpty;

  @Unmatched private List<String> beamArguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException, SQLException {
    CommandSpec command = Objects.requireNonNull(spec);
    PrintWriter out = command.commandLine().getOut();
    PrintWriter err = command.commandLine().getErr();
    checkArguments(command);
    Configuration configuration = configurationOptions.load(err);
    RunRequest request =
        new RunRequest(
            newRun(),
            ConfigurationOptions.datasets(configuration, datasets),
            retryFailed,
            beamArguments);
    BeamOptions beam = new BeamOptions(configuration);
    if (!beamArguments.isEmpty()) {
      checkBeamArguments(command, beam);
    }
    BatchRun run =
        new BatchRun(
            ConfigurationOptions.warehouse(configuration),
            ConfigurationOptions.areas(configuration),
            request);
    if (dryRun) {
      return showPlan(run.plan(), out);
    }
    if (beamArguments.isEmpty()) {
      BeamOptions.warmUp();
    }
    BatchRun.Outcome outcome;
    Interruption interruption = Interruption.explainedOn(err);
    try {
      outcome = run.execute(beam, new TerminalExecution());
    } finally {
      interruption.over();
    }
    showOutcome(request.run(), outcome, out);
    return exitCode(outcome);
  }

  private void checkArguments(CommandSpec command) {
    for (String argument : beamArguments) {
      if (!argument.startsWith("--") || !argument.contains("=")) {
        throw new ParameterException(
            command.commandLine(),
            "unknown argument '"
                + Display.text(argument)
                + "' (Beam's own options are written --name=value)");
      }
    }
    if (runId != null && !RUN_ID.matcher(runId).matches()) {
      throw new ParameterException(
          command.commandLine(),
          "--run-id: expected up to 100 letters, digits, '.', '_' and '-', the first not a '.' or"
              + " '-', but found '"
              + Display.text(runId)
              + "'");
    }
  }

  private void checkBeamArguments(CommandSpec command, BeamOptions beam) {
    try {
      beam.create(beamArguments);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          command.commandLine(), Display.text(String.valueOf(e.getMessage())), e);
    }
  }

  private Run newRun() {
    Instant now = Instant.now();
    return new Run(
        runId == null ? RunIds.next(now) : runId,
        executionDate == null ? LocalDate.ofInstant(now, ZoneOffset.UTC) : executionDate,
        "run",
        now,
        force);
  }

  private int showPlan(List<DatasetPlan> plans, PrintWriter out) {
    for (DatasetPlan plan : plans) {
      out.printf(
          "%s: %d of %d files would be loaded%n",
          plan.dataset().name(), plan.toLoad().size(), plan.listed());
      for (SourceFile file : plan.toLoad()) {
        out.printf("  %s (%,d bytes)%n", Display.uri(file.uri()), file.sizeBytes());
      }
      for (SourceFile file : plan.skipped()) {
        out.printf("  skipped, failed too often: %s%n", Display.uri(file.uri()));
      }
    }
    boolean skipped = plans.stream().anyMatch(plan -> !plan.skipped().isEmpty());
    return skipped || isEmptyFailure(plans) ? ExitCode.FILES_FAILED : ExitCode.SUCCESS;
  }

  private void showOutcome(Run run, BatchRun.Outcome outcome, PrintWriter out) {
    for (DatasetPlan plan : outcome.plans()) {
      if (plan.listed() == 0) {
        out.printf(
            "%s: no file matches %s%n",
            plan.dataset().name(), Display.uri(plan.dataset().input().toString()));
      } else if (plan.toLoad().isEmpty() && plan.skipped().isEmpty()) {
        out.printf(
            "%s: nothing new, all %d files are loaded%n", plan.dataset().name(), plan.listed());
      }
    }
    out.printf("Run %s, execution date %s%n%n", run.id(), run.executionDate());
    out.println(Tables.closing(outcome.rows()));
    List<Audit.FileRow> told =
        outcome.files().stream().filter(file -> file.errorMessages() != null).toList();
    if (!told.isEmpty()) {
      out.println();
    }
    for (Audit.FileRow file : told) {
      Messages.print(file, out);
    }
    for (DatasetPlan plan : outcome.plans()) {
      for (SourceFile file : plan.skipped()) {
        out.printf(
            "SKIPPED %s%n  it failed in three runs; mend it, or try again with --retry-failed%n",
            Display.uri(file.uri()));
      }
    }
  }

  private int exitCode(BatchRun.Outcome outcome) {
    Set<String> asked =
        outcome.plans().stream().map(plan -> plan.dataset().name()).collect(Collectors.toSet());
    List<RunStatus> statuses =
        outcome.rows().stream()
            .filter(row -> asked.contains(row.dataset()))
            .map(Audit.RunRow::status)
            .toList();
    if (statuses.contains(RunStatus.RUNNING)) {
      throw new IllegalStateException("the graph ended without publishing");
    }
    return statuses.contains(RunStatus.FAILED) || isEmptyFailure(outcome.plans())
        ? ExitCode.FILES_FAILED
        : ExitCode.SUCCESS;
  }

  private boolean isEmptyFailure(List<DatasetPlan> plans) {
    return failOnEmpty && plans.stream().anyMatch(plan -> plan.listed() == 0);
  }
}
