package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.pipelines.alerts.Alerting;
import io.snowgauge.pipelines.batch.Backfill;
import io.snowgauge.pipelines.batch.DatasetPlan;
import io.snowgauge.pipelines.batch.DatedFiles;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import io.snowgauge.pipelines.launch.BeamArguments;
import io.snowgauge.pipelines.launch.BeamOptions;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.launch.Composition.Reach;
import io.snowgauge.pipelines.launch.Interruption;
import io.snowgauge.pipelines.report.BackfillReport;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.pipelines.report.ExitCode;
import io.snowgauge.pipelines.report.OutcomeLog;
import io.snowgauge.pipelines.report.Outcomes;
import io.snowgauge.pipelines.report.Progress;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.InputPattern;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code backfill}: one run per date of a range. */
@Command(
    name = "backfill",
    mixinStandardHelpOptions = true,
    description = {
      "Loads what is not loaded yet of the datasets whose input has {date}: one run per date,"
          + " named ID-DATE.",
      "Options that are not listed here are Beam's, such as --runner or --targetParallelism."
    })
final class BackfillCommand extends LoadCommand {
  /** Every date is a run: a mistyped year must not become a hundred thousand of them. */
  private static final int MOST_DATES = 10_000;

  private static final int MOST_CONCURRENT_DATES = 16;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "The first date (default: the first that a file has).")
  private @Nullable LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "The last date (default: the last that a file has).")
  private @Nullable LocalDate to;

  @Mixin private RunIdOption runIds = new RunIdOption("-2026-01-31".length());

  @Option(
      names = "--concurrent-dates",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "How many dates run at a time (default: ${DEFAULT-VALUE}).",
        "Each takes memory for its longest records: see SNOWGAUGE_JAVA_OPTS."
      })
  private int concurrentDates = 1;

  @Override
  public Integer call() throws IOException, SQLException {
    BeamArguments arguments = beamArguments();
    runIds.check(this);
    checkRange();
    Composition loaded = load(Reach.FILES);
    List<Dataset> datasets = datedDatasets(loaded);
    BeamOptions beam = beam(loaded, arguments, concurrentDates);
    DatedFiles files = DatedFiles.of(datasets, askedFor());
    List<LocalDate> dates = dates(files.dates());
    files.leftOut().forEach(leftOut -> Outcomes.showMisdated(leftOut, out()));
    showFailures(files);
    if (dates.isEmpty() && !files.failures().isEmpty()) {
      if (!dryRun) {
        tell(loaded, Mode.BACKFILL, Alerting.End.COULD_NOT_WORK);
      }
      return ExitCode.FAILED;
    }
    if (dates.isEmpty()) {
      out().println("No dates to load: " + BackfillReport.found(files.dates()));
      return failOnEmpty ? ExitCode.FILES_FAILED : ExitCode.SUCCESS;
    }
    Backfill.Request request = request(dates, datasets, arguments);
    Backfill backfill =
        new Backfill(
            loaded.warehouse(), loaded.areas(), request, files, lineage(loaded).observer());
    return dryRun
        ? showPlans(backfill.plan())
        : loadDates(loaded, backfill, request, beam, arguments);
  }

  private int loadDates(
      Composition loaded,
      Backfill backfill,
      Backfill.Request request,
      BeamOptions beam,
      BeamArguments arguments)
      throws IOException, SQLException {
    try {
      BackfillReport report = execute(backfill, request, beam, arguments);
      if (!report.isInterrupted()) {
        tell(loaded, Mode.BACKFILL, Alerting.End.WORKED);
      }
      if (stacktrace) {
        report.showStackTraces(err());
      }
      return report.exitCode();
    } catch (IOException | SQLException | RuntimeException e) {
      tell(loaded, Mode.BACKFILL, Alerting.End.COULD_NOT_WORK);
      throw e;
    } catch (Error e) {
      endLineage();
      throw e;
    }
  }

  private void showFailures(DatedFiles files) {
    files
        .failures()
        .forEach((dataset, failure) -> Outcomes.showFailure(dataset, failure, stacktrace, err()));
  }

  private void checkRange() {
    if (from != null && to != null && from.isAfter(to)) {
      throw refused("--from: expected a date up to --to " + to + " but found " + from);
    }
    if (concurrentDates < 1 || concurrentDates > MOST_CONCURRENT_DATES) {
      throw refused(
          "--concurrent-dates: expected 1 to "
              + MOST_CONCURRENT_DATES
              + " but found "
              + concurrentDates);
    }
  }

  private Backfill.Request request(
      List<LocalDate> dates, List<Dataset> datasets, BeamArguments arguments) {
    return new Backfill.Request(
        runIds.orNext(Instant.now()),
        dates,
        datasets,
        force,
        retryFailed,
        concurrentDates,
        !arguments.nameACluster());
  }

  private static boolean hasDate(Dataset dataset) {
    return dataset.input().captures().contains(InputPattern.DATE);
  }

  private List<Dataset> datedDatasets(Composition loaded) {
    List<Dataset> asked = datasets(loaded);
    List<Dataset> dated = asked.stream().filter(BackfillCommand::hasDate).toList();
    if (namesDatasets() && dated.size() < asked.size()) {
      throw new InvalidConfigurationException(
          asked.stream()
              .filter(dataset -> !hasDate(dataset))
              .map(
                  dataset ->
                      "--dataset: expected a dataset whose input has {date} but found '"
                          + dataset.name()
                          + "' with "
                          + Display.uri(dataset.input().toString()))
              .toList());
    }
    if (dated.isEmpty()) {
      throw new InvalidConfigurationException(
          List.of(
              "datasets: expected one whose input has {date}, such as sales-{date}.csv, but found"
                  + " none; 'run' loads the others"));
    }
    return dated;
  }

  /** The dates that files are listed of; all if there are none. */
  private List<LocalDate> askedFor() {
    return from == null || to == null ? List.of() : dates(from, to);
  }

  /** The dates of the range, with those that no file has. */
  private List<LocalDate> dates(SortedSet<LocalDate> files) {
    return dates(
        from == null && !files.isEmpty() ? files.first() : from,
        to == null && !files.isEmpty() ? files.last() : to);
  }

  private List<LocalDate> dates(@Nullable LocalDate first, @Nullable LocalDate last) {
    if (first == null || last == null || first.isAfter(last)) {
      return List.of();
    }
    long count = ChronoUnit.DAYS.between(first, last) + 1;
    if (count > MOST_DATES) {
      throw refused(
          "expected up to %,d dates but found %,d, from %s to %s; name fewer with --from and --to"
              .formatted(MOST_DATES, count, first, last));
    }
    return first.datesUntil(last.plusDays(1)).toList();
  }

  /** Runs, and says what came of it, also if it is interrupted. */
  private BackfillReport execute(
      Backfill backfill, Backfill.Request request, BeamOptions beam, BeamArguments arguments)
      throws IOException, SQLException {
    Progress progress = progress(arguments);
    Interruption interruption = Interruption.ofBatch(err(), arguments, progress::cancel);
    try {
      List<Backfill.DateOutcome> outcomes;
      try (progress) {
        boolean isTotalAsked = progress.needsTotal();
        if (isTotalAsked) {
          progress.begin(backfill.work());
        }
        outcomes =
            backfill.execute(
                (graph, jobName, ofDate) -> {
                  if (!isTotalAsked) {
                    progress.begin(ofDate);
                  }
                  return beam.run(graph, jobName, progress);
                });
      }
      BackfillReport report = new BackfillReport(request, outcomes, failOnEmpty);
      if (!quiet || report.exitCode() != ExitCode.SUCCESS) {
        report.show(out());
        out().flush();
      }
      if (report.isInterrupted()) {
        endLineageOfInterrupted();
      }
      outcomes.forEach(date -> OutcomeLog.tell(date.outcome()));
      showPhases();
      return report;
    } finally {
      interruption.over();
    }
  }

  private int showPlans(SortedMap<LocalDate, List<DatasetPlan>> plans) {
    plans.forEach((date, ofDate) -> Outcomes.showPlans(date + " ", ofDate, out()));
    return plans.values().stream()
        .mapToInt(ofDate -> Outcomes.exitCode(ofDate, failOnEmpty))
        .max()
        .orElse(ExitCode.SUCCESS);
  }
}
