package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.Run;
import io.snowgauge.pipelines.batch.BatchRun;
import io.snowgauge.pipelines.batch.DatasetPlan;
import io.snowgauge.pipelines.batch.RunRequest;
import io.snowgauge.pipelines.config.Configuration;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.Pipeline;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
  private static final int LONGEST_RUN_ID = 100;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private ConfigurationOptions configurationOptions = new ConfigurationOptions();

  @Mixin private LoadOptions options = new LoadOptions();

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

  @Unmatched private List<String> beamArguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException, SQLException {
    CommandSpec command = Objects.requireNonNull(spec);
    PrintWriter out = command.commandLine().getOut();
    PrintWriter err = command.commandLine().getErr();
    options.checkArguments(beamArguments);
    options.checkRunId(runId, LONGEST_RUN_ID);
    Configuration configuration = configurationOptions.load(err);
    RunRequest request =
        new RunRequest(
            newRun(),
            ConfigurationOptions.datasets(configuration, options.datasets),
            options.retryFailed,
            beamArguments);
    BeamOptions beam = new BeamOptions(configuration, 1);
    options.checkBeam(beam, beamArguments);
    BatchRun run =
        new BatchRun(
            ConfigurationOptions.warehouse(configuration),
            ConfigurationOptions.areas(configuration),
            request);
    if (options.dryRun) {
      List<DatasetPlan> plans = run.plan();
      Outcomes.showPlans("", plans, out);
      return Outcomes.exitCode(plans, options.failOnEmpty);
    }
    BatchRun.Outcome outcome;
    Interruption interruption = Interruption.explainedOn(err);
    try {
      outcome = run.execute(beam, RunCommand::execute);
    } catch (IOException | SQLException | RuntimeException e) {
      showFailure(request.run(), run.audited(), out);
      throw e;
    } finally {
      interruption.over();
    }
    showOutcome(request.run(), outcome, out);
    return Outcomes.exitCode(outcome, options.failOnEmpty);
  }

  /** A run that could not go on may have published some of its datasets. */
  private static void showFailure(Run run, BatchRun.Outcome outcome, PrintWriter out) {
    if (!outcome.rows().isEmpty()) {
      showOutcome(run, outcome, out);
    }
  }

  private static void execute(Pipeline pipeline, long bytes) {
    try (Progress progress = new Progress(bytes)) {
      progress.await(pipeline.run());
    }
  }

  private Run newRun() {
    Instant now = Instant.now();
    return new Run(
        runId == null ? RunIds.next(now) : runId,
        executionDate == null ? LocalDate.ofInstant(now, ZoneOffset.UTC) : executionDate,
        "run",
        now,
        options.force);
  }

  private static void showOutcome(Run run, BatchRun.Outcome outcome, PrintWriter out) {
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
    Outcomes.showMessages(List.of(outcome), out);
  }
}
