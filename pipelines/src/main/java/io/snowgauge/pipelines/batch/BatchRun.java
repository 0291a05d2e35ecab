package io.snowgauge.pipelines.batch;

import io.snowgauge.io.warehouse.Archive;
import io.snowgauge.io.warehouse.Audit;
import io.snowgauge.io.warehouse.ControlTables;
import io.snowgauge.io.warehouse.Ledger;
import io.snowgauge.io.warehouse.Publisher;
import io.snowgauge.io.warehouse.Run;
import io.snowgauge.io.warehouse.RunStatus;
import io.snowgauge.io.warehouse.TargetTable;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.staging.StagingArea;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One batch run: plan, run the graph if there is anything to load, and leave a terminal audit row
 * for each dataset. The audit's rows are the result; nothing else is handed back.
 */
public final class BatchRun {
  private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);

  /** Runs a graph to its end, showing its progress if it wishes. */
  public interface Execution {
    /**
     * Runs and waits.
     *
     * @param bytes how much there is to read
     */
    void execute(Pipeline pipeline, long bytes);
  }

  /**
   * How a run ended.
   *
   * @param plans what was found
   * @param rows the run's audit
   * @param files the run's rows of the ledger
   */
  public record Outcome(
      List<DatasetPlan> plans, List<Audit.RunRow> rows, List<Audit.FileRow> files) {}

  private final Warehouse warehouse;
  private final RunAreas areas;
  private final RunRequest request;

  /** A run that has not started. */
  public BatchRun(Warehouse warehouse, RunAreas areas, RunRequest request) {
    this.warehouse = warehouse;
    this.areas = areas;
    this.request = request;
  }

  /** What the run would load; changes nothing, and creates nothing. */
  public List<DatasetPlan> plan() throws IOException, SQLException {
    return new RunPlanner(request).plan(warehouse);
  }

  /**
   * Runs.
   *
   * @throws SQLException if the warehouse fails; where it still can be reached, the audit says so
   * @throws IOException if files cannot be listed
   */
  public Outcome execute(PipelineOptionsSource options, Execution execution)
      throws IOException, SQLException {
    try (Connection connection = warehouse.connect()) {
      prepare(connection);
      Audit audit = new Audit(warehouse);
      for (Dataset dataset : request.datasets()) {
        audit.start(connection, request.run(), dataset.name());
      }
      try {
        List<DatasetPlan> plans = new RunPlanner(request).plan(new Ledger(warehouse), connection);
        load(connection, plans, options, execution);
        return new Outcome(
            plans,
            audit.run(connection, request.run().id()),
            audit.files(connection, request.run().id()));
      } catch (IOException | SQLException | RuntimeException | Error e) {
        fail(connection, e);
        throw e;
      } finally {
        removeStaging(areas.runFolder(request.run()));
      }
    }
  }

  private static void removeStaging(String folder) {
    try {
      Storage.deleteFolder(folder);
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("staged files were left behind in {}: {}", folder, e.toString());
    }
  }

  private void prepare(Connection connection) throws IOException, SQLException {
    if (warehouse.createsOnUse()) {
      new ControlTables(warehouse).create(connection);
      for (Dataset dataset : request.datasets()) {
        new TargetTable(warehouse, dataset).create(connection);
      }
    }
    Audit audit = new Audit(warehouse);
    removeLeftovers(connection, request.run().id());
    if (warehouse.isExclusive()) {
      for (String runId : Storage.folders(areas.stagingUri())) {
        removeLeftovers(connection, RunAreas.runId(runId));
      }
      for (Audit.RunRow dead : audit.running(connection)) {
        removeLeftovers(connection, dead.runId());
      }
      audit.abandonOthers(connection, request.run().id());
    }
  }

  /**
   * Removes what a run that died, perhaps an earlier try of this one, has left beside what it
   * published; nothing if the audit does not know it, for then it may be another database's.
   */
  private void removeLeftovers(Connection connection, String runId)
      throws IOException, SQLException {
    List<Audit.RunRow> rows = new Audit(warehouse).run(connection, runId);
    for (Audit.RunRow row : rows) {
      new Archive(areas.archiveFolder(row.dataset(), runId))
          .sweep(new Ledger(warehouse).archived(connection, runId, row.dataset()));
    }
    if (!rows.isEmpty()) {
      removeStaging(areas.runFolder(runId));
    }
  }

  private void load(
      Connection connection,
      List<DatasetPlan> plans,
      PipelineOptionsSource options,
      Execution execution)
      throws SQLException {
    List<LoadPipeline.Branch> branches = new ArrayList<>();
    long bytes = 0;
    for (DatasetPlan plan : plans) {
      List<String> skipped = plan.skipped().stream().map(BatchRun::skippedMessage).toList();
      if (plan.toLoad().isEmpty()) {
        conclude(connection, plan.dataset(), skipped);
      } else {
        StagingArea area = areas.of(request.run(), plan.dataset());
        Publisher publisher =
            new Publisher(warehouse, plan.dataset(), request.run(), area, skipped);
        branches.add(new LoadPipeline.Branch(plan.toLoad(), publisher));
        bytes += plan.bytes();
      }
    }
    if (!branches.isEmpty()) {
      PipelineOptions beam = options.create(request.beamArguments());
      execution.execute(LoadPipeline.of(beam, branches), bytes);
    }
  }

  private static String skippedMessage(SourceFile file) {
    return file.uri()
        + ": skipped, it failed in "
        + Ledger.TRIES
        + " runs; mend it, or try again with --retry-failed";
  }

  private void conclude(Connection connection, Dataset dataset, List<String> skipped)
      throws SQLException {
    new Audit(warehouse).conclude(connection, request.run(), dataset.name(), skipped);
  }

  /** Makes terminal what the failed run left RUNNING. */
  private void fail(Connection connection, Throwable e) {
    Audit audit = new Audit(warehouse);
    Run run = request.run();
    try {
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
