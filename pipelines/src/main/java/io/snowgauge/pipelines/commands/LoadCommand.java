package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.control.Ledger;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.pipelines.batch.InputFiles;
import io.snowgauge.pipelines.launch.BeamArguments;
import io.snowgauge.pipelines.launch.BeamOptions;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.transforms.dataset.Dataset;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import picocli.CommandLine.Option;

/** A command that loads batches of what is there: their options. */
abstract class LoadCommand extends BatchCommand {
  @Option(names = "--dry-run", description = "Shows what would be loaded; changes nothing.")
  boolean dryRun;

  @Option(
      names = "--force",
      description = "Also loads versions that are in, in place of what they loaded before.")
  boolean force;

  @Option(
      names = "--retry-failed",
      description = "Also tries versions that failed in " + Ledger.TRIES + " runs.")
  boolean retryFailed;

  @Option(
      names = "--fail-on-empty",
      description = "Ends with 3 if a dataset's input matches no file.")
  boolean failOnEmpty;

  /** How graphs are run, as {@link BatchCommand#beam(Composition, BeamArguments, int, boolean)}. */
  BeamOptions beam(Composition loaded, BeamArguments arguments, int graphs) {
    return beam(loaded, arguments, graphs, dryRun);
  }

  /**
   * Runs, or only plans, and says what came of it.
   *
   * @return the exit code
   */
  int load(
      Composition loaded,
      BeamArguments arguments,
      Run run,
      List<Dataset> datasets,
      InputFiles files)
      throws IOException, SQLException {
    return load(
        loaded, arguments, run, datasets, files, new Asked(dryRun, retryFailed, failOnEmpty));
  }
}
