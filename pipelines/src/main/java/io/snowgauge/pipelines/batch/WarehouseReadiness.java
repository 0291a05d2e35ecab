package io.snowgauge.pipelines.batch;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.io.warehouse.control.Heartbeat;
import io.snowgauge.io.warehouse.publish.DatasetTables;
import io.snowgauge.io.warehouse.publish.Leftovers;
import io.snowgauge.io.warehouse.publish.TargetFit;
import io.snowgauge.io.warehouse.publish.TargetHistory;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the warehouse and the staging area in order before the first run of a process: creates what
 * is missing, or requires that it is there, and removes what dead runs have left. Where one process
 * at a time has the warehouse, every other run that has not ended is dead, so it must not be done
 * once runs have started; elsewhere those are dead that have no heartbeat.
 */
public final class WarehouseReadiness {
  private final Warehouse warehouse;
  private final RunAreas areas;
  private final Leftovers leftovers;

  /** Of a warehouse, and of the folders that runs keep their files in. */
  public WarehouseReadiness(Warehouse warehouse, RunAreas areas) {
    this.warehouse = warehouse;
    this.areas = areas;
    this.leftovers = new Leftovers(warehouse);
  }

  /**
   * Puts them in order.
   *
   * @param datasets that will be loaded
   * @param isForced whether they are loaded anew, into whatever targets are there
   * @param runIds of the runs to come; earlier tries under these ids will be gone on with
   * @param finder of dead runs, as the audit will name it
   */
  public void ensure(
      Connection connection,
      List<Dataset> datasets,
      boolean isForced,
      Set<String> runIds,
      String finder)
      throws IOException, SQLException {
    TargetFit.require(connection, warehouse, datasets);
    if (warehouse.traits().createsOnUse()) {
      new ControlSchema(warehouse).create(connection);
    } else {
      new ControlSchema(warehouse).require(connection);
    }
    if (!isForced) {
      TargetHistory.require(connection, warehouse, datasets);
    }
    if (warehouse.traits().createsOnUse()) {
      createTargets(connection, warehouse, datasets);
    } else {
      for (Dataset dataset : datasets) {
        new DatasetTables(warehouse, dataset).require(connection);
      }
    }
    removeDeadRuns(connection, runIds, finder);
    leftovers.dropTablesOfDeadAttempts(connection);
  }

  /**
   * Creates what is missing of the control tables and the targets; refuses targets that do not fit.
   */
  public static void create(Connection connection, Warehouse warehouse, List<Dataset> datasets)
      throws SQLException {
    TargetFit.require(connection, warehouse, datasets);
    new ControlSchema(warehouse).create(connection);
    createTargets(connection, warehouse, datasets);
  }

  private static void createTargets(
      Connection connection, Warehouse warehouse, List<Dataset> datasets) throws SQLException {
    for (Dataset dataset : datasets) {
      new DatasetTables(warehouse, dataset).create(connection);
    }
  }

  /** An earlier try of a run to come may be alive, too, on a cluster: what it has staged stays. */
  private void removeDeadRuns(Connection connection, Set<String> runIds, String finder)
      throws IOException, SQLException {
    Set<String> alive =
        warehouse.traits().isExclusive() ? Set.of() : Heartbeat.alive(warehouse, connection);
    for (String runId : runIds) {
      if (!alive.contains(runId)) {
        removeLeftovers(connection, runId);
      }
    }
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

  private void removeLeftovers(Connection connection, String runId)
      throws IOException, SQLException {
    leftovers.removeOfDeadRun(
        connection, runId, dataset -> areas.archiveFolder(dataset, runId), areas.runFolder(runId));
  }

  /**
   * Removes what a stream of this process, which kept its state in its memory, has left beside what
   * it published.
   */
  public void removeLeftoversOfStream(
      Connection connection, String streamId, List<Dataset> datasets)
      throws IOException, SQLException {
    Map<String, String> archives = new LinkedHashMap<>();
    for (Dataset dataset : datasets) {
      archives.put(dataset.name(), areas.archiveFolder(dataset.name(), streamId));
    }
    leftovers.removeOfStream(connection, streamId, archives, areas.streamFolder(streamId));
  }
}
