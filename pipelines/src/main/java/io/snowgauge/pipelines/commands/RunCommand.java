package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.pipelines.batch.FilesNow;
import io.snowgauge.pipelines.launch.BeamArguments;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.launch.Composition.Reach;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code run}: loads every file version that is not in yet. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Matches the datasets' inputs and loads every file version that is not loaded yet.",
      "Options that are not listed here are Beam's, such as --runner or --targetParallelism."
    })
final class RunCommand extends LoadCommand {
  @Mixin private RunIdOption runId = new RunIdOption();

  @Option(
      names = "--execution-date",
      paramLabel = "DATE",
      description = "Labels the run in the audit (default: today, UTC); filters nothing.")
  private @Nullable LocalDate executionDate;

  @Override
  public Integer call() throws IOException, SQLException {
    BeamArguments beam = beamArguments();
    runId.check(this);
    Composition loaded = load(Reach.FILES);
    return load(
        loaded,
        beam,
        runId.newRun(Mode.RUN, executionDate, force),
        datasets(loaded),
        new FilesNow());
  }
}
