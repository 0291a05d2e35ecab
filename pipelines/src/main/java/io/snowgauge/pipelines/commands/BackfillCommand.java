package io.snowgauge.pipelines.commands;

import io.snowgauge.pipelines.batch.Backfill;
import io.snowgauge.pipelines.batch.DatasetPlan;
import io.snowgauge.pipelines.batch.FoundFiles;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.InvalidConfigurationException;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.InputPattern;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code backfill}: one run per date of a range. */
@Command(
    name = "backfill",
    mixinStandardHelpOptions = true,
    description = {
      "Loads what is not loaded yet of the datasets whose input has {date}: one run per date.",
      "Options that are not listed here are Beam's, such as --runner or --targetParallelism."
    })
final class BackfillCommand implements Callable<Integer> {
  /** A run's id is at most 100 characters long, and ends with '-' and the date. */
  private static final int LONGEST_PREFIX = 89;

  /** Every date is a run: a mistyped year must not become a hundred thousand of them. */
  private static final int MOST_DATES = 10_000;

  private static final int MOST_CONCURRENT_DATES = 16;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private ConfigurationOptions configurationOptions = new ConfigurationOptions();

  @Mixin private LoadOptions options = new LoadOptions();

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

  @Option(
      names = "--run-id",
      paramLabel = "PREFIX",
      description = "Names the runs PREFIX-DATE; a retry under the same name goes on with them.")
  private @Nullable String prefix;

  @Option(
      names = "--concurrent-dates",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "How many dates run at a time (default: ${DEFAULT-VALUE}).",
        "Each takes memory for its longest records: see SNOWGAUGE_JAVA_OPTS."
      })
  private int concurrentDates = 1;

  @Unmatched private List<String> beamArguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException, SQLException {
    CommandSpec command = Objects.requireNonNull(spec);
    PrintWriter out = command.commandLine().getOut();
    PrintWriter err = command.commandLine().getErr();
    checkArguments();
    Configuration configuration = configurationOptions.loadForFiles(err);
    List<Dataset> datasets = datasets(configuration);
    BeamOptions beam = new BeamOptions(configuration, concurrentDates);
    options.checkBeam(beam, beamArguments);
    options.checkPlaces(configuration, beamArguments);
    SortedMap<LocalDate, FoundFiles> files = FoundFiles.byDate(datasets);
    List<LocalDate> dates = dates(files);
    if (dates.isEmpty()) {
      out.println("No dates to load: " + BackfillReport.found(files));
      return options.failOnEmpty ? ExitCode.FILES_FAILED : ExitCode.SUCCESS;
    }
    Backfill.Request request = request(dates, datasets);
    Backfill backfill =
        new Backfill(
            configuration.warehouse(), ConfigurationOptions.areas(configuration), request, files);
    if (options.dryRun) {
      return showPlans(backfill.plan(), out);
    }
    List<Backfill.DateOutcome> outcomes = execute(backfill, beam, err);
    BackfillReport report = new BackfillReport(request, outcomes, options.failOnEmpty);
    report.show(out);
    if (outcomes.stream().anyMatch(date -> Outcomes.goesOn(date.outcome()))) {
      out.printf(
          "%nThe cluster goes on; 'audit --wait --run %s-DATE' tells a date's outcome%n",
          request.prefix());
    }
    if (configurationOptions.stacktrace) {
      report.showStackTraces(err);
    }
    return report.exitCode();
  }

  private void checkArguments() {
    options.checkArguments(beamArguments);
    options.checkRunId(prefix, LONGEST_PREFIX);
    if (from != null && to != null && from.isAfter(to)) {
      throw options.refused("--from: expected a date up to --to " + to + " but found " + from);
    }
    if (concurrentDates < 1 || concurrentDates > MOST_CONCURRENT_DATES) {
      throw options.refused(
          "--concurrent-dates: expected 1 to "
              + MOST_CONCURRENT_DATES
              + " but found "
              + concurrentDates);
    }
  }

  private Backfill.Request request(List<LocalDate> dates, List<Dataset> datasets) {
    return new Backfill.Request(
        prefix == null ? RunIds.next(Instant.now()) : prefix,
        dates,
        datasets,
        options.force,
        options.retryFailed,
        beamArguments,
        concurrentDates);
  }

  private static boolean hasDate(Dataset dataset) {
    return dataset.input().captures().contains(InputPattern.DATE);
  }

  private List<Dataset> datasets(Configuration configuration) {
    List<Dataset> asked = ConfigurationOptions.datasets(configuration, options.datasets);
    List<Dataset> dated = asked.stream().filter(BackfillCommand::hasDate).toList();
    if (!options.datasets.isEmpty() && dated.size() < asked.size()) {
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

  /** The dates of the range, with those that no file has. */
  private List<LocalDate> dates(SortedMap<LocalDate, FoundFiles> files) {
    LocalDate first = from == null && !files.isEmpty() ? files.firstKey() : from;
    LocalDate last = to == null && !files.isEmpty() ? files.lastKey() : to;
    if (first == null || last == null || first.isAfter(last)) {
      return List.of();
    }
    long count = ChronoUnit.DAYS.between(first, last) + 1;
    if (count > MOST_DATES) {
      throw options.refused(
          "expected up to %,d dates but found %,d, from %s to %s; name fewer with --from and --to"
              .formatted(MOST_DATES, count, first, last));
    }
    return first.datesUntil(last.plusDays(1)).toList();
  }

  private List<Backfill.DateOutcome> execute(Backfill backfill, BeamOptions beam, PrintWriter err)
      throws IOException, SQLException {
    FlinkArguments flink = new FlinkArguments(beamArguments);
    long bytes = Progress.isShown() ? bytes(backfill.plan()) : 0;
    Interruption interruption = flink.explainedOn(err);
    try (Progress progress = new Progress(bytes)) {
      return backfill.execute(beam, (graph, ofDate) -> flink.await(graph, progress));
    } finally {
      interruption.over();
    }
  }

  private static long bytes(Map<LocalDate, List<DatasetPlan>> plans) {
    return plans.values().stream().flatMap(List::stream).mapToLong(DatasetPlan::bytes).sum();
  }

  private int showPlans(SortedMap<LocalDate, List<DatasetPlan>> plans, PrintWriter out) {
    plans.forEach((date, ofDate) -> Outcomes.showPlans(date + " ", ofDate, out));
    return plans.values().stream()
        .mapToInt(ofDate -> Outcomes.exitCode(ofDate, options.failOnEmpty))
        .max()
        .orElse(ExitCode.SUCCESS);
  }
}
