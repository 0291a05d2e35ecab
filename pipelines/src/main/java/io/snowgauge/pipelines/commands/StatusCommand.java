package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.History;
import io.snowgauge.pipelines.alerts.Alerting;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.launch.Composition.Reach;
import io.snowgauge.pipelines.report.StatusReport;
import io.snowgauge.pipelines.status.DatasetStatus;
import io.snowgauge.transforms.dataset.Dataset;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code status}: how datasets stand. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Shows of each dataset when it was last loaded, and which of the expected files are missing,"
          + " late, short, failed, partial or still waited for.",
      "Looks at the present hour, day or month and the one before, and reads the ledger alone.",
      "Ends with 3 if anything is MISSING, LATE, SHORT, FAILED or PARTIAL."
    })
final class StatusCommand extends ConfiguredCommand {
  private static final int MOST_DAYS = 3660;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Only this dataset; repeatable (default: all).")
  private List<String> names = new ArrayList<>();

  @Option(names = "--from", paramLabel = "DATE", description = "The first day to look at.")
  private @Nullable LocalDate from;

  @Option(names = "--to", paramLabel = "DATE", description = "The last day (default: today).")
  private @Nullable LocalDate to;

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private StatusReport.Format format = StatusReport.Format.TABLE;

  @Option(
      names = "--alert",
      description = "Also tells the configured channels of what they have not been told yet.")
  private boolean alerts;

  @Override
  public Integer call() throws SQLException, IOException {
    checkDays();
    Composition loaded = load(Reach.WAREHOUSE);
    Instant now = Instant.now();
    List<Dataset> datasets = loaded.datasets(names);
    StatusReport report = new StatusReport(statuses(loaded.configuration(), datasets, now), now);
    report.show(format, out());
    if (alerts) {
      Alerting.afterwards(loaded.configuration(), "status", Alerting.End.LOOKED, err());
    }
    return report.exitCode();
  }

  private void checkDays() {
    if (to != null && from == null) {
      throw refused("--to: expected --from beside it");
    }
    if (from == null) {
      return;
    }
    if (to != null && from.isAfter(to)) {
      throw refused("--from: expected a date up to --to " + to + " but found " + from);
    }
    if (from.isBefore(LocalDate.EPOCH)
        || ChronoUnit.DAYS.between(from, to == null ? LocalDate.now(ZoneOffset.UTC) : to)
            >= MOST_DAYS) {
      throw refused("expected up to %,d days from 1970 on".formatted(MOST_DAYS));
    }
  }

  private List<DatasetStatus> statuses(
      Configuration configuration, List<Dataset> datasets, Instant now) throws SQLException {
    Warehouse warehouse = configuration.warehouse();
    DatasetStatus.Days days = new DatasetStatus.Days(from, to);
    return new History(warehouse)
        .<List<DatasetStatus>, SQLException>ask(
            connection -> statuses(configuration, connection, datasets, days, now))
        .orElseGet(
            () ->
                datasets.stream()
                    .map(
                        dataset ->
                            DatasetStatus.ofNothing(
                                dataset,
                                configuration.expectations().get(dataset.name()),
                                days,
                                now))
                    .toList());
  }

  private static List<DatasetStatus> statuses(
      Configuration configuration,
      Connection connection,
      List<Dataset> datasets,
      DatasetStatus.Days days,
      Instant now)
      throws SQLException {
    List<DatasetStatus> statuses = new ArrayList<>();
    for (Dataset dataset : datasets) {
      statuses.add(
          DatasetStatus.of(
              configuration.warehouse(),
              connection,
              dataset,
              configuration.expectations().get(dataset.name()),
              days,
              now));
    }
    return statuses;
  }
}
