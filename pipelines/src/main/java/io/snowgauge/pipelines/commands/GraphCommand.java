package io.snowgauge.pipelines.commands;

import io.snowgauge.pipelines.launch.BeamArguments;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.transforms.dataset.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/**
 * A command that loads by Beam graphs. Beam's own options pass through: what is not one of the
 * command's is taken for one of them.
 */
abstract class GraphCommand extends ConfiguredCommand {
  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Only this dataset; repeatable (default: all).")
  private List<String> datasets = new ArrayList<>();

  @Unmatched private List<String> beamArguments = new ArrayList<>();

  /** Beam's arguments; refuses what looks like nothing that Beam could take. */
  BeamArguments beamArguments() {
    for (String argument : beamArguments) {
      if (!argument.startsWith("--") || !argument.contains("=")) {
        throw refused(
            "unknown argument '"
                + Display.text(argument)
                + "' (Beam's own options are written --name=value)");
      }
    }
    BeamArguments beam = new BeamArguments(beamArguments);
    beam.requireLibraries();
    return beam;
  }

  @Override
  boolean tellsLineage() {
    return true;
  }

  /** The datasets that are asked for. */
  List<Dataset> datasets(Composition loaded) {
    return loaded.datasets(datasets);
  }

  boolean namesDatasets() {
    return !datasets.isEmpty();
  }

  /** What is made of Beam's arguments, or a complaint about the command line if it cannot be. */
  <T> T accepted(Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw refused(Display.text(String.valueOf(e.getMessage())));
    }
  }
}
