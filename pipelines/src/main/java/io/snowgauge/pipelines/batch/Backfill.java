package io.snowgauge.pipelines.batch;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.History;
import io.snowgauge.io.warehouse.control.Mode;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One run per date, started in the order of the dates. A date that fails does not keep the others
 * from running.
 */
public final class Backfill {
  /**
   * What a backfill is asked to do.
   *
   * @param prefix of the runs' ids
   * @param dates to run, ascending, each once
   * @param datasets to look at; their inputs have {@code {date}}
   * @param force whether versions that are in are loaded again
   * @param retryFailed whether versions are tried that failed in as many runs as are allowed
   * @param concurrentDates how many dates run at a time
   * @param staysHere whether the graphs are known to run in this process, and nowhere else
   */
  public record Request(
      String prefix,
      List<LocalDate> dates,
      List<Dataset> datasets,
      boolean force,
      boolean retryFailed,
      int concurrentDates,
      boolean staysHere) {

    /** Keeps copies of the lists. */
    public Request {
      dates = List.copyOf(dates);
      datasets = List.copyOf(datasets);
    }

    /** The id of a date's run. */
    public String runId(LocalDate date) {
      return prefix + "-" + date;
    }

    private RunRequest on(LocalDate date) {
      Run run = new Run(runId(date), date, Mode.BACKFILL, Instant.now(), force);
      return new RunRequest(run, datasets, retryFailed, staysHere);
    }
  }

  /**
   * How a date's run ended.
   *
   * @param date of the run
   * @param outcome what the audit says of it; without plans if it could not go on
   * @param failure why it could not go on, if so
   */
  public record DateOutcome(
      LocalDate date, BatchRun.Outcome outcome, @Nullable Exception failure) {}

  private final Warehouse warehouse;
  private final RunAreas areas;
  private final Request request;
  private final DatedFiles files;
  private final RunObserver observer;
  private volatile boolean isInterrupted;

  /**
   * A backfill that has not started.
   *
   * @param files that there are
   * @param observer is told of the runs, several at a time
   */
  public Backfill(
      Warehouse warehouse,
      RunAreas areas,
      Request request,
      DatedFiles files,
      RunObserver observer) {
    this.warehouse = warehouse;
    this.areas = areas;
    this.request = request;
    this.files = files;
    this.observer = observer;
  }

  /** What each date's run would load; changes nothing, and creates nothing. */
  public SortedMap<LocalDate, List<DatasetPlan>> plan() throws IOException, SQLException {
    return whole(new History(warehouse).look(this::plan));
  }

  /** How much the runs will load, as far as can be told before they begin. */
  public Work work() throws IOException, SQLException {
    return Work.of(
        whole(new History(warehouse).ask(this::plan)).values().stream()
            .flatMap(List::stream)
            .toList());
  }

  /** What was planned against the ledger, or a plan without one. */
  private SortedMap<LocalDate, List<DatasetPlan>> whole(
      Optional<SortedMap<LocalDate, List<DatasetPlan>>> planned) throws IOException, SQLException {
    return planned.isPresent() ? planned.get() : plan(null);
  }

  private SortedMap<LocalDate, List<DatasetPlan>> plan(@Nullable Connection ledger)
      throws IOException, SQLException {
    SortedMap<LocalDate, List<DatasetPlan>> plans = new TreeMap<>();
    for (LocalDate date : request.dates()) {
      RunPlanner planner = new RunPlanner(request.on(date), files.on(date));
      plans.put(date, ledger == null ? planner.plan() : planner.plan(warehouse, ledger));
    }
    return plans;
  }

  /**
   * Runs all dates.
   *
   * @return the dates in order, those that failed too
   * @throws SQLException if the warehouse cannot be prepared; then no date was run
   * @throws IOException if the same is true of the staging area
   */
  public List<DateOutcome> execute(BatchRun.Execution execution) throws IOException, SQLException {
    // Stays open to the end, so that no other process can have the warehouse between two dates.
    try (Connection connection = warehouse.connect()) {
      new WarehouseReadiness(warehouse, areas)
          .ensure(
              connection,
              request.datasets(),
              request.force(),
              request.dates().stream().map(request::runId).collect(Collectors.toSet()),
              "backfill " + request.prefix());
      ExecutorService dates = Executors.newFixedThreadPool(request.concurrentDates());
      try {
        List<Future<DateOutcome>> running = new ArrayList<>();
        for (LocalDate date : request.dates()) {
          running.add(dates.submit(() -> execute(date, execution)));
        }
        return outcomes(running);
      } finally {
        dates.shutdownNow();
      }
    }
  }

  private static List<DateOutcome> outcomes(List<Future<DateOutcome>> running) {
    List<DateOutcome> outcomes = new ArrayList<>();
    for (Future<DateOutcome> date : running) {
      try {
        outcomes.add(date.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    return outcomes;
  }

  private DateOutcome execute(LocalDate date, BatchRun.Execution execution) {
    if (isInterrupted) {
      return new DateOutcome(
          date,
          new BatchRun.Outcome(List.of(), List.of(), List.of()),
          new InterruptedRunException());
    }
    BatchRun run = new BatchRun(warehouse, areas, request.on(date), files.on(date), observer);
    try (Connection connection = warehouse.connect()) {
      return new DateOutcome(date, run.executePrepared(connection, execution), null);
    } catch (IOException | SQLException | RuntimeException e) {
      isInterrupted |= e instanceof InterruptedRunException;
      return new DateOutcome(date, run.audited(), e);
    }
  }
}
