package io.snowgauge.pipelines.batch;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.ExtractedFiles;
import io.snowgauge.io.warehouse.control.Heartbeat;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.io.warehouse.control.RunStatus;
import io.snowgauge.io.warehouse.publish.Leftovers;
import io.snowgauge.io.warehouse.publish.Publisher;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.log.LogContext;
import io.snowgauge.transforms.staging.StagingArea;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * One batch run: plan, run the graph if there is anything to load, and leave a terminal audit row
 * for each dataset. The result is what was planned, and what the audit and the ledger say of the
 * run.
 */
public final class BatchRun {
  /** Runs a graph, showing its progress if it wishes. */
  public interface Execution {
    /**
     * Runs and waits, or hands the graph over to somebody who runs it without this process.
     *
     * @param graph made of Beam's options
     * @param jobName unless the user has named the job
     * @param work how much there is to read
     * @return whether it has ended
     */
    boolean execute(Function<PipelineOptions, Pipeline> graph, String jobName, Work work);
  }

  /**
   * How a run ended.
   *
   * @param plans what was found
   * @param rows the run's audit; RUNNING where the graph was handed over
   * @param files the run's rows of the ledger
   */
  public record Outcome(
      List<DatasetPlan> plans, List<Audit.RunRow> rows, List<Audit.FileRow> files) {
    private RunObserver.Audited audited() {
      return new RunObserver.Audited(rows, files);
    }
  }

  private final Warehouse warehouse;
  private final RunAreas areas;
  private final RunRequest request;
  private final RunPlanner planner;
  private final RunObserver observer;
  private boolean started;
  private boolean handedOver;

  /** A run that has not started, of which {@code observer} is told. */
  public BatchRun(
      Warehouse warehouse,
      RunAreas areas,
      RunRequest request,
      InputFiles files,
      RunObserver observer) {
    this.warehouse = warehouse;
    this.areas = areas;
    this.request = request;
    this.planner = new RunPlanner(request, files);
    this.observer = observer;
  }

  /** What the run would load; changes nothing, and creates nothing. */
  public List<DatasetPlan> plan() throws IOException, SQLException {
    return planner.plan(warehouse);
  }

  /**
   * Runs, as the only run of this process.
   *
   * @throws SQLException if the warehouse fails; where it still can be reached, the audit says so
   * @throws IOException if files cannot be listed
   */
  public Outcome execute(Execution execution) throws IOException, SQLException {
    String id = request.run().id();
    try (Connection connection = warehouse.connect()) {
      new WarehouseReadiness(warehouse, areas)
          .ensure(connection, request.datasets(), request.run().force(), Set.of(id), "run " + id);
      return executePrepared(connection, execution);
    }
  }

  /** Runs after a {@link WarehouseReadiness} that named this run; others may run beside it. */
  Outcome executePrepared(Connection connection, Execution execution)
      throws IOException, SQLException {
    LogContext context = LogContext.enterRun(request.run().id());
    Heartbeat heartbeat = Heartbeat.start(warehouse, request.run());
    try {
      return executeAlive(connection, execution);
    } finally {
      heartbeat.close();
      context.leave();
    }
  }

  private Outcome executeAlive(Connection connection, Execution execution)
      throws IOException, SQLException {
    requireOwnId(warehouse, connection, request.run());
    Audit audit = new Audit(warehouse);
    requireOwnArchive(audit.run(connection, request.run().id()));
    for (Dataset dataset : request.datasets()) {
      audit.start(connection, request.run(), dataset.name());
    }
    started = true;
    observer.started(request.run(), request.datasets());
    try {
      List<DatasetPlan> plans = planner.plan(warehouse, connection);
      handedOver = !load(connection, plans, execution);
      if (handedOver) {
        Heartbeat.bridge(warehouse, request.run());
      }
      // The run's own session may not see yet what others have published for it.
      try (Connection after = warehouse.sessions().connectAnew()) {
        List<Audit.RunRow> rows = audit.run(after, request.run().id());
        if (!handedOver) {
          requireEnd(rows);
          new Leftovers(warehouse)
              .removeOfRun(after, request.run(), areas.runFolder(request.run()));
        }
        Outcome outcome = new Outcome(plans, rows, audit.files(after, request.run().id()));
        observer.ended(after, request.run(), request.datasets(), outcome.audited());
        return outcome;
      }
    } catch (SQLException | RuntimeException | Error e) {
      endFailed(e);
      throw e;
    }
  }

  private void endFailed(Throwable e) {
    boolean isInterrupted = e instanceof InterruptedRunException;
    if (isInterrupted) {
      // What is about to be committed is not said to have failed.
      Leftovers.endPublications(request.run());
    }
    fail(e);
    if (!handedOver) {
      removeLeftovers(wasConnectionLost(e));
    }
    if (observer != RunObserver.NOBODY) {
      observer.failed(request.run(), request.datasets(), audited().audited(), isInterrupted);
    }
  }

  private boolean wasConnectionLost(@Nullable Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof SQLException sql && warehouse.sessions().isConnectionLost(sql)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Removes what a failed run has left.
   *
   * @param maybeCommitted whether a connection was lost, on which something may still be committed
   */
  private void removeLeftovers(boolean maybeCommitted) {
    Run run = request.run();
    Map<String, String> archives = new LinkedHashMap<>();
    for (Dataset dataset : request.datasets()) {
      archives.put(dataset.name(), areas.archiveFolder(dataset.name(), run.id()));
    }
    boolean staysHere = request.staysHere() && !maybeCommitted;
    new Leftovers(warehouse).removeOfFailedRun(run, archives, areas.runFolder(run), staysHere);
  }

  /** Refuses the id of a run that extracts for one that loads, and the other way round. */
  public static void requireOwnId(Warehouse warehouse, Connection connection, Run run)
      throws SQLException {
    Optional<String> other = new ExtractedFiles(warehouse).otherMode(connection, run);
    if (other.isPresent()) {
      throw new InvalidConfigurationException(
          List.of(
              "--run-id: expected an id of its own for "
                  + run.mode().text()
                  + " but found that '"
                  + run.id()
                  + "' is a run of "
                  + other.get()
                  + "; add the command's name to one of them"));
    }
  }

  /**
   * Refuses the id of a run of another database that has the same archive: each would remove what
   * the other has put there.
   *
   * @param known what this database knows of a run of that id
   */
  private void requireOwnArchive(List<Audit.RunRow> known) throws IOException {
    if (!known.isEmpty()) {
      return;
    }
    String id = request.run().id();
    for (Dataset dataset : request.datasets()) {
      String folder = areas.archiveFolder(dataset.name(), id);
      if (!Storage.list(folder).isEmpty()) {
        throw new InvalidConfigurationException(
            List.of(
                "archive: expected a run of this database but found files of a run '"
                    + id
                    + "' in "
                    + folder
                    + " that it does not know; give this one another --run-id, or each database an"
                    + " archive of its own"));
      }
    }
  }

  /** What the audit says of a run that could not go on, if it still can be asked. */
  public Outcome audited() {
    if (started) {
      Audit audit = new Audit(warehouse);
      String id = request.run().id();
      // A session that was open before may not see yet what is in.
      try (Connection connection = warehouse.sessions().connectAnew()) {
        return new Outcome(List.of(), audit.run(connection, id), audit.files(connection, id));
      } catch (SQLException unreachable) {
        // Why the run failed is what matters; that it cannot be told in full is plain from it.
      }
    }
    return new Outcome(List.of(), List.of(), List.of());
  }

  private void requireEnd(List<Audit.RunRow> rows) {
    for (Audit.RunRow row : rows) {
      boolean isAsked =
          request.datasets().stream().anyMatch(dataset -> dataset.name().equals(row.dataset()));
      if (isAsked && !row.status().isTerminal()) {
        throw new IllegalStateException("the graph ended without publishing " + row.dataset());
      }
    }
  }

  /** Whether all there was to load is loaded; if not, somebody else is doing it. */
  private boolean load(Connection connection, List<DatasetPlan> plans, Execution execution)
      throws SQLException {
    List<LoadPipeline.Branch> branches = new ArrayList<>();
    for (DatasetPlan plan : plans) {
      IOException failure = plan.failure();
      if (failure != null) {
        new Audit(warehouse)
            .fail(connection, request.run(), plan.dataset().name(), FailureMessage.of(failure));
      } else if (plan.toLoad().isEmpty()) {
        conclude(connection, plan);
      } else {
        StagingArea area = areas.of(request.run(), plan.dataset());
        Publisher publisher =
            new Publisher(warehouse, plan.dataset(), request.run(), area, plan.passedOver());
        branches.add(new LoadPipeline.Branch(plan.toLoad(), publisher));
      }
    }
    return branches.isEmpty()
        || execution.execute(
            options -> LoadPipeline.of(options, branches),
            "snowgauge-" + request.run().id(),
            Work.of(plans));
  }

  private void conclude(Connection connection, DatasetPlan plan) throws SQLException {
    new Audit(warehouse)
        .conclude(connection, request.run(), plan.dataset().name(), plan.passedOver());
  }

  /** Makes terminal what the failed run left RUNNING; its own connection may be what failed. */
  private void fail(Throwable e) {
    Audit audit = new Audit(warehouse);
    Run run = request.run();
    try (Connection connection = warehouse.sessions().connectAnew()) {
      for (Audit.RunRow row : audit.run(connection, run.id())) {
        if (row.status() == RunStatus.RUNNING) {
          audit.fail(connection, run, row.dataset(), FailureMessage.of(e));
        }
      }
    } catch (SQLException unreachable) {
      e.addSuppressed(unreachable);
    }
  }
}
