package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.History;
import io.snowgauge.io.warehouse.publish.Retraction;
import io.snowgauge.io.warehouse.publish.TargetHistory;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import io.snowgauge.pipelines.config.types.Locations;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.proof.Anchoring;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.pipelines.report.ExitCode;
import io.snowgauge.pipelines.report.RetractReport;
import io.snowgauge.transforms.dataset.Dataset;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code retract}: takes published rows out again. */
@Command(
    name = "retract",
    mixinStandardHelpOptions = true,
    description = {
      "Takes the rows of a run or of a file out again, in one transaction per dataset.",
      "The ledger keeps record of it, and a later run loads the files again if they are there."
    })
final class RetractCommand extends ConfiguredCommand {
  /** What is taken out. */
  static final class What {
    @Option(
        names = "--run",
        required = true,
        paramLabel = "ID",
        description = "All that this run has published.")
    private @Nullable String runId;

    @Option(
        names = "--file",
        required = true,
        paramLabel = "URI",
        description = "All versions of this file, a URI or a path; it need not exist any more.")
    private @Nullable String file;

    private String uri() {
      return Locations.ledgerUri(Objects.requireNonNull(file));
    }

    private Retraction from(Warehouse warehouse) {
      return runId != null
          ? Retraction.ofRun(warehouse, runId)
          : Retraction.ofFile(warehouse, uri());
    }

    @Override
    public String toString() {
      return runId != null ? "run '" + Display.text(runId) + "'" : "file " + Display.uri(uri());
    }
  }

  @ArgGroup(multiplicity = "1")
  private What what = new What();

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Only from this dataset; repeatable (default: all).")
  private List<String> datasets = new ArrayList<>();

  @Override
  public Integer call() throws SQLException {
    Composition loaded = loadToAnchor();
    loaded.datasets(datasets); // Refuses those that are not configured.
    Warehouse warehouse = loaded.warehouse();
    boolean isKnown =
        new History(warehouse)
            .<Boolean, SQLException>ask(
                connection -> retracts(what.from(warehouse), loaded.configuration(), connection))
            .orElse(false);
    if (!isKnown) {
      err().println("snowgauge: no " + what + " in the ledger");
      return ExitCode.USAGE;
    }
    Anchoring.afterwards(loaded.configuration(), err());
    return ExitCode.SUCCESS;
  }

  /** Takes out what there is; whether it was ever heard of. */
  private boolean retracts(
      Retraction retraction, Configuration configuration, Connection connection)
      throws SQLException {
    if (!retraction.isKnown(connection)) {
      return false;
    }
    RetractReport report = new RetractReport(out());
    for (Dataset dataset : published(configuration, retraction, connection)) {
      report.show(dataset, retraction.from(dataset));
    }
    report.close(what + (datasets.isEmpty() ? "" : " in " + String.join(", ", datasets)));
    return true;
  }

  /** The datasets to retract from; all of them have to be configured before any is touched. */
  private List<Dataset> published(
      Configuration configuration, Retraction retraction, Connection connection)
      throws SQLException {
    List<String> names = retraction.datasets(connection);
    List<String> asked =
        names.stream().filter(name -> datasets.isEmpty() || datasets.contains(name)).toList();
    List<String> problems =
        asked.stream()
            .filter(name -> configuration.dataset(name).isEmpty())
            .map(
                name ->
                    "datasets: expected '"
                        + name
                        + "', of which the ledger has "
                        + what
                        + ", but found no such dataset; nothing was taken out")
            .toList();
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }
    List<Dataset> found =
        asked.stream().flatMap(name -> configuration.dataset(name).stream()).toList();
    TargetHistory.require(connection, configuration.warehouse(), found);
    return found;
  }
}
