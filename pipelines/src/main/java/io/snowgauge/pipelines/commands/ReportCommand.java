package io.snowgauge.pipelines.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowgauge.io.files.LandingFile;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.History;
import io.snowgauge.io.warehouse.control.LoadHistory;
import io.snowgauge.io.warehouse.control.LoadHistory.Days;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.launch.Composition.Reach;
import io.snowgauge.pipelines.page.DatasetHistory;
import io.snowgauge.pipelines.page.ReportPage;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.pipelines.report.ExitCode;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Reason;
import io.snowgauge.transforms.text.Amount;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** {@code report}: the history of loads as a page. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Writes one page of HTML: what was loaded day by day, what did not balance, why lines were"
          + " refused, which expected files are missing, how long loads took.",
      "The page needs no network and has no scripts. Reads the ledger and the audit alone."
    })
final class ReportCommand extends ConfiguredCommand {
  private static final int MOST_DAYS = 3660;
  private static final int USUAL_DAYS = 90;
  private static final int LEAST_DAYS = 14;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "report.html",
      description = "Where the page goes (default: ${DEFAULT-VALUE}).")
  private Path file = Path.of("report.html");

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Only this dataset; repeatable (default: all).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "The first day (default: of the first run, but the last 90 days at most).")
  private @Nullable LocalDate from;

  @Option(names = "--to", paramLabel = "DATE", description = "The last day (default: today).")
  private @Nullable LocalDate to;

  @Override
  public Integer call() throws SQLException, IOException {
    Instant now = Instant.now();
    LocalDate last = to == null ? now.atZone(ZoneOffset.UTC).toLocalDate() : to;
    checkDays(last);
    if (Files.isDirectory(file)) {
      throw refused("--out: expected a file but found a folder at " + file);
    }
    Composition loaded = load(Reach.WAREHOUSE);
    List<Dataset> datasets = loaded.datasets(names);
    ReportPage page = page(loaded.configuration(), datasets, last, now);
    write(page);
    out()
        .println(
            "%s: %s from %s to %s"
                .formatted(
                    Display.line(file.toString()),
                    Amount.of(datasets.size(), "dataset"),
                    page.days().first(),
                    page.days().last()));
    return ExitCode.SUCCESS;
  }

  private void checkDays(LocalDate last) {
    if (last.isBefore(LocalDate.EPOCH) || last.getYear() > 9999) {
      throw refused("--to: expected a date from 1970 to 9999 but found " + last);
    }
    if (from == null) {
      return;
    }
    if (from.isAfter(last)) {
      throw refused("--from: expected a date up to --to " + last + " but found " + from);
    }
    if (from.isBefore(LocalDate.EPOCH) || ChronoUnit.DAYS.between(from, last) >= MOST_DAYS) {
      throw refused("expected up to %,d days from 1970 on".formatted(MOST_DAYS));
    }
  }

  private ReportPage page(
      Configuration configuration, List<Dataset> datasets, LocalDate last, Instant now)
      throws SQLException {
    return new History(configuration.warehouse())
        .read((connection, isAlone) -> page(configuration, connection, datasets, last, now))
        .orElseGet(
            () -> {
              Days days = days(last, null);
              return new ReportPage(
                  datasets.stream()
                      .map(
                          dataset ->
                              DatasetHistory.ofNothing(
                                  dataset,
                                  configuration.expectations().get(dataset.name()),
                                  days,
                                  now))
                      .toList(),
                  days,
                  now);
            });
  }

  private ReportPage page(
      Configuration configuration,
      Connection connection,
      List<Dataset> datasets,
      LocalDate last,
      Instant now)
      throws SQLException {
    Warehouse warehouse = configuration.warehouse();
    Instant firstRun = null;
    for (Dataset dataset : datasets) {
      Instant first = new LoadHistory(warehouse).firstRun(connection, dataset.name()).orElse(null);
      firstRun = firstRun == null || (first != null && first.isBefore(firstRun)) ? first : firstRun;
    }
    Days days = days(last, firstRun);
    List<DatasetHistory> histories = new ArrayList<>();
    for (Dataset dataset : datasets) {
      histories.add(
          DatasetHistory.read(
              warehouse,
              connection,
              dataset,
              configuration.expectations().get(dataset.name()),
              days,
              now));
    }
    return new ReportPage(histories, days, now);
  }

  /** Some days at least, for a page of one day shows nothing; and not too many if not asked. */
  private Days days(LocalDate last, @Nullable Instant firstRun) {
    if (from != null) {
      return new Days(from, last);
    }
    LocalDate earliest = last.minusDays(USUAL_DAYS - 1);
    LocalDate latest = last.minusDays(LEAST_DAYS - 1);
    LocalDate first = firstRun == null ? latest : firstRun.atZone(ZoneOffset.UTC).toLocalDate();
    return new Days(
        first.isBefore(earliest) ? earliest : first.isAfter(latest) ? latest : first, last);
  }

  /**
   * There is a whole page or none: somebody may look at the one before meanwhile. A pipe or a
   * device is written to, and stays what it is.
   */
  private void write(ReportPage page) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      try (Writer writer = Files.newBufferedWriter(file)) {
        page.write(writer);
      } catch (IOException e) {
        throw new IOException(Display.line(file.toString()) + ": " + Reason.alone(e), e);
      }
      return;
    }
    try (LandingFile landing = LandingFile.begin(file)) {
      Writer writer = new BufferedWriter(new OutputStreamWriter(landing.output(), UTF_8));
      page.write(writer);
      writer.flush();
      landing.commit();
    }
  }
}
