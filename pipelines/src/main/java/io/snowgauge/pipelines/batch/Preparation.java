package io.snowgauge.pipelines.batch;

import io.snowgauge.io.warehouse.Archive;
import io.snowgauge.io.warehouse.Audit;
import io.snowgauge.io.warehouse.ControlTables;
import io.snowgauge.io.warehouse.Heartbeat;
import io.snowgauge.io.warehouse.Ledger;
import io.snowgauge.io.warehouse.TargetFit;
import io.snowgauge.io.warehouse.TargetTable;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the warehouse and the staging area in order before the first run of a process: creates what
 * is missing, or requires that it is there, and removes what dead runs have left. Where one process
 * at a time has the warehouse, every other run that has not ended is dead, so it must not be done
 * once runs have started; elsewhere those are dead that have no heartbeat.
 */
public final class Preparation {
  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

  private final Warehouse warehouse;
  private final RunAreas areas;

  /** Of a warehouse, and of the folders that runs keep their files in. */
  public Preparation(Warehouse warehouse, RunAreas areas) {
    this.warehouse = warehouse;
    this.areas = areas;
  }

  /**
   * Prepares.
   *
   * @param datasets that will be loaded
   * @param runIds of the runs to come; earlier tries under these ids will be gone on with
   * @param finder of dead runs, as the audit will name it
   */
  public void prepare(
      Connection connection, List<Dataset> datasets, Set<String> runIds, String finder)
      throws IOException, SQLException {
    if (warehouse.createsOnUse()) {
      TargetFit.require(connection, warehouse, datasets);
      new ControlTables(warehouse).create(connection);
      for (Dataset dataset : datasets) {
        new TargetTable(warehouse, dataset).create(connection);
      }
    } else {
      new ControlTables(warehouse).require(connection);
      for (Dataset dataset : datasets) {
        new TargetTable(warehouse, dataset).require(connection);
      }
    }
    for (String runId : runIds) {
      removeLeftovers(connection, runId);
    }
    removeDeadRuns(connection, runIds, finder);
    warehouse.sweep(connection);
  }

  private void removeDeadRuns(Connection connection, Set<String> runIds, String finder)
      throws IOException, SQLException {
    Set<String> alive = warehouse.isExclusive() ? Set.of() : Heartbeat.alive(warehouse, connection);
    for (String folder : Storage.folders(areas.stagingUri())) {
      String runId = RunAreas.runId(folder);
      if (!alive.contains(runId)) {
        removeLeftovers(connection, runId);
      }
    }
    for (Audit.RunRow running : new Audit(warehouse).running(connection)) {
      if (!runIds.contains(running.runId()) && !alive.contains(running.runId())) {
        removeLeftovers(connection, running.runId());
        new Audit(warehouse).abandon(connection, running.runId(), finder);
      }
    }
  }

  /**
   * Removes what a run that died, perhaps an earlier try of one to come, has left beside what it
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
      warehouse.removeUploads(connection, runId);
    }
  }

  /**
   * Removes what a stream of this process, which kept its state in its memory, has left beside what
   * it published.
   */
  public void removeLeftoversOfStream(
      Connection connection, String streamId, List<Dataset> datasets)
      throws IOException, SQLException {
    for (Dataset dataset : datasets) {
      new Archive(areas.archiveFolder(dataset.name(), streamId))
          .sweep(new Ledger(warehouse).archivedByStream(connection, streamId, dataset.name()));
    }
    removeStaging(areas.streamFolder(streamId));
  }

  /** Removes a run's staged files; what stays behind is only in the way. */
  static void removeStaging(String folder) {
    try {
      Storage.deleteFolder(folder);
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("staged files were left behind in {}: {}", folder, e.toString());
    }
  }
}
