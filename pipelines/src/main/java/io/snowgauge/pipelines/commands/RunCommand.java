package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.pipelines.batch.BatchRun;
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
    PrintWriter err = command.commandLine().getErr();
    options.checkArguments(beamArguments);
    options.checkRunId(runId, LoadOptions.LONGEST_RUN_ID);
    Configuration configuration = configurationOptions.loadForFiles(err);
    RunRequest request =
        new RunRequest(
            newRun(),
            ConfigurationOptions.datasets(configuration, options.datasets),
            options.retryFailed,
            beamArguments);
    BeamOptions beam = new BeamOptions(configuration, 1);
    options.checkBeam(beam, beamArguments);
    options.checkPlaces(configuration, beamArguments);
    BatchRun run =
        new BatchRun(configuration.warehouse(), ConfigurationOptions.areas(configuration), request);
    return options.execute(run, request, beam, command.commandLine());
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
}
