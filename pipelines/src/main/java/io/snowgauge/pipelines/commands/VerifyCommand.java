package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.History;
import io.snowgauge.io.warehouse.control.Verifications;
import io.snowgauge.io.warehouse.verify.DatasetVerification;
import io.snowgauge.io.warehouse.verify.Discrepancy.Listener;
import io.snowgauge.io.warehouse.verify.Outcome;
import io.snowgauge.io.warehouse.verify.Places;
import io.snowgauge.io.warehouse.verify.Selection;
import io.snowgauge.pipelines.alerts.Alerting;
import io.snowgauge.pipelines.alerts.VerifyAlerts;
import io.snowgauge.pipelines.batch.RunAreas;
import io.snowgauge.pipelines.config.types.Locations;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.launch.Composition.Reach;
import io.snowgauge.pipelines.proof.ChainReport;
import io.snowgauge.pipelines.proof.ChainVerification;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.pipelines.report.ExitCode;
import io.snowgauge.pipelines.report.VerifyReport;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.text.Amount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code verify}: whether tables hold what was loaded, and the ledger what was written. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Compares sources, as far as they are still there, archives, the ledger and the tables, and"
          + " names what differs: rows that are missing, were added or changed.",
      "Reads each table once and changes nothing. With --chain: holds each event of the ledger"
          + " against its hash, and the ledger's chains against their anchors.",
      "Ends with 3 if anything differs, and tells the configured channels."
    })
final class VerifyCommand extends ConfiguredCommand {
  /** What need not be looked at. */
  enum Skipped {
    /** Archives of files that ledger and table agree on. */
    ARCHIVE,
    /** Sources. */
    SOURCE
  }

  @Option(
      names = "--chain",
      description = "Checks the chains of the ledger's events, and no tables.")
  private boolean chain;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description =
          "Only this dataset; repeatable (default: all; with --chain, all that the ledger has).")
  private List<String> names = new ArrayList<>();

  @Option(names = "--run", paramLabel = "ID", description = "Only what this run loaded.")
  private @Nullable String runId;

  @Option(
      names = "--file",
      paramLabel = "URI",
      description = "Only this file, a URI or a path; it need not exist any more.")
  private @Nullable String file;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "Only what was loaded from this day on, in UTC.")
  private @Nullable LocalDate from;

  @Option(names = "--to", paramLabel = "DATE", description = "Only what was loaded up to this day.")
  private @Nullable LocalDate to;

  @Option(
      names = "--since-last",
      description =
          "Only what was published since the last time that this was asked and nothing differed.")
  private boolean sinceLast;

  @Option(
      names = "--skip",
      paramLabel = "PLACE",
      description =
          "Does not look at ${COMPLETION-CANDIDATES}; repeatable. Archives of files that differ"
              + " are read all the same.")
  private Set<Skipped> skipped = EnumSet.noneOf(Skipped.class);

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private VerifyReport.Format format = VerifyReport.Format.TEXT;

  @Override
  public Integer call() throws SQLException, IOException {
    requireFitting();
    Composition loaded = load(Reach.FILES);
    List<Dataset> datasets = loaded.datasets(names);
    VerifyAlerts alerts = new VerifyAlerts();
    Alerting.End end = Alerting.End.COULD_NOT_WORK;
    try {
      int exitCode =
          chain ? verifyChain(loaded, datasets, alerts) : verifyTables(loaded, datasets, alerts);
      end = Alerting.End.WORKED;
      return exitCode;
    } finally {
      out().flush();
      alerts.tell(loaded.configuration(), end, err());
    }
  }

  /** A chain holds as a whole or not, so that no part of it can be asked for. */
  private void requireFitting() {
    if (chain && (isPart() || sinceLast || !skipped.isEmpty())) {
      throw refused(
          "--chain: expected no --run, --file, --from, --to, --since-last or --skip beside it");
    }
    if (from != null && to != null && from.isAfter(to)) {
      throw refused("--from: expected a date up to --to " + to + " but found " + from);
    }
    if (sinceLast && isPart()) {
      throw refused("--since-last: expected no --run, --file, --from or --to beside it");
    }
  }

  private boolean isPart() {
    return runId != null || file != null || from != null || to != null;
  }

  private int verifyTables(Composition loaded, List<Dataset> datasets, VerifyAlerts alerts)
      throws SQLException, IOException {
    VerifyReport report = new VerifyReport(format, out());
    Listener listener =
        found -> {
          report.discrepancy(found);
          alerts.found(found);
        };
    try {
      new History(loaded.warehouse())
          .read(
              (connection, isAlone) -> {
                verify(loaded, connection, datasets, report, listener);
                return true;
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    boolean isWhole = !isPart() && !sinceLast && skipped.isEmpty();
    report.outcomes().forEach(outcome -> alerts.verified(outcome, isWhole));
    if (sinceLast) {
      remember(loaded.warehouse(), report);
    }
    if (report.versions() == 0 && (runId != null || file != null)) {
      err().println("snowgauge: nothing that is published is of " + asked());
      return ExitCode.USAGE;
    }
    report.end();
    return report.exitCode();
  }

  private int verifyChain(Composition loaded, List<Dataset> datasets, VerifyAlerts alerts)
      throws SQLException, IOException {
    ChainVerification verification = new ChainVerification(loaded.configuration());
    ChainReport report = names.isEmpty() ? verification.all() : verification.of(datasets);
    alerts.checked(report.checked());
    if (format == VerifyReport.Format.JSON) {
      report.showJson(out());
    } else {
      report.show(out());
    }
    return report.exitCode();
  }

  /** The next one goes on from here, unless something differs, or could not be compared. */
  private static void remember(Warehouse warehouse, VerifyReport report) throws SQLException {
    List<Outcome> verified =
        report.outcomes().stream()
            .filter(one -> one.versions() > 0 && one.differences() + one.uncompared() == 0)
            .toList();
    if (!verified.isEmpty()) {
      try (Connection connection = warehouse.connect()) {
        for (Outcome one : verified) {
          new Verifications(warehouse)
              .add(connection, one.dataset(), one.epoch(), one.versions(), one.rows());
        }
      }
    }
  }

  private String asked() {
    return file == null
        ? "the run '" + Display.line(String.valueOf(runId)) + "'"
        : "the file "
            + Display.uri(Locations.ledgerUri(file))
            + (runId == null ? "" : " and the run " + runId);
  }

  private void verify(
      Composition loaded,
      Connection connection,
      List<Dataset> datasets,
      VerifyReport report,
      Listener listener)
      throws SQLException {
    Selection asked =
        new Selection(runId, file == null ? null : Locations.ledgerUri(file), from, to, null);
    Verifications verifications = new Verifications(loaded.warehouse());
    for (Dataset dataset : datasets) {
      long last = sinceLast ? verifications.lastEpoch(connection, dataset.name()) : 0;
      Selection selection = last > 0 ? asked.after(last) : asked;
      report.add(verified(loaded, connection, dataset, selection, listener));
    }
  }

  private Outcome verified(
      Composition loaded,
      Connection connection,
      Dataset dataset,
      Selection selection,
      Listener listener)
      throws SQLException {
    Warehouse warehouse = loaded.warehouse();
    try {
      DatasetVerification verification =
          new DatasetVerification(
              warehouse,
              dataset,
              places(loaded.areas(), dataset),
              Composition::localWarehouse,
              listener);
      if (!quiet) {
        verification
            .size(connection)
            .ifPresent(
                size ->
                    err()
                        .println(
                            "%s: reads up to %s of its table, which has %s compressed"
                                .formatted(
                                    Display.line(dataset.name()),
                                    Amount.of(size.rows(), "row"),
                                    Amount.of(size.bytes(), "byte"))));
      }
      return verification.verify(connection, selection);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A run of a stream has its archive in the folder of the stream, whose id leads its own. */
  private Places places(RunAreas areas, Dataset dataset) {
    return new Places(
        run -> {
          List<String> folders = new ArrayList<>(List.of(areas.archiveFolder(dataset.name(), run)));
          int end = run.lastIndexOf('-');
          if (end > 0) {
            folders.add(areas.archiveFolder(dataset.name(), run.substring(0, end)));
          }
          return folders;
        },
        !skipped.contains(Skipped.SOURCE),
        !skipped.contains(Skipped.ARCHIVE));
  }
}
