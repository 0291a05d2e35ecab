package io.snowgauge.pipelines.cleanup;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.Heartbeat;
import io.snowgauge.io.warehouse.control.Ledger;
import io.snowgauge.io.warehouse.control.RunStatus;
import io.snowgauge.pipelines.batch.RunAreas;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.text.Amount;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What runs that died have left. A run is dead if nobody else can have the warehouse, or if it has
 * shown no sign of life for a quarter of an hour. Files are listed before it is asked once more
 * whether the run is dead: whoever begins to try it again uses new names.
 */
final class DeadRuns {
  private static final String FINDER = "cleanup";

  private final Warehouse warehouse;
  private final RunAreas areas;
  private final Connection connection;
  private final boolean decides;
  private final Audit audit;
  private final Ledger ledger;

  /**
   * Of a warehouse.
   *
   * @param decides whether they will be removed; who only looks changes nothing to find them
   */
  DeadRuns(Warehouse warehouse, RunAreas areas, Connection connection, boolean decides) {
    this.warehouse = warehouse;
    this.areas = areas;
    this.connection = connection;
    this.decides = decides;
    this.audit = new Audit(warehouse);
    this.ledger = new Ledger(warehouse);
  }

  /** What they have left, run by run. */
  List<Removal> find() throws IOException, SQLException {
    Set<String> ids = new LinkedHashSet<>();
    for (Audit.RunRow running : audit.running(connection)) {
      ids.add(running.runId());
    }
    for (String folder : Storage.folders(areas.stagingUri())) {
      String id = RunAreas.runId(folder);
      if (!id.isEmpty()) {
        ids.add(id);
      }
    }
    List<Removal> removals = new ArrayList<>();
    Set<String> alive = alive();
    for (String id : ids) {
      if (!alive.contains(id)) {
        removals.addAll(ofRun(id));
      }
    }
    return removals;
  }

  private Set<String> alive() throws SQLException {
    if (warehouse.traits().isExclusive()) {
      return Set.of();
    }
    return decides
        ? Heartbeat.alive(warehouse, connection)
        : Heartbeat.seemAlive(warehouse, connection);
  }

  private List<Removal> ofRun(String id) throws IOException, SQLException {
    List<Audit.RunRow> rows = audit.run(connection, id);
    List<Removal> removals = new ArrayList<>();
    if (rows.isEmpty()) {
      // It may be another database's.
      return removals;
    }
    List<String> staged = Storage.list(areas.runFolder(id));
    Map<String, List<String>> archived = new TreeMap<>();
    for (Audit.RunRow row : rows) {
      archived.put(row.dataset(), Storage.list(areas.archiveFolder(row.dataset(), id)));
    }
    if (alive().contains(id)) {
      return removals;
    }
    for (Audit.RunRow row : rows) {
      List<String> parts =
          Archive.unpublished(
              archived.getOrDefault(row.dataset(), List.of()),
              ledger.archived(connection, id, row.dataset()));
      if (!parts.isEmpty()) {
        removals.add(
            new Removal(
                "%s of run %s that are not in %s"
                    .formatted(Amount.of(parts.size(), "NDJSON file"), id, row.dataset()),
                () -> Storage.delete(parts)));
      }
    }
    if (!staged.isEmpty()) {
      removals.add(
          new Removal(
              Amount.of(staged.size(), "staged file") + " of run " + id,
              () -> {
                Storage.delete(staged);
                warehouse.files().removeUploads(connection, List.of(id));
              }));
    }
    if (rows.stream().anyMatch(row -> row.status() == RunStatus.RUNNING)) {
      removals.add(
          new Removal(
              "the state RUNNING of run " + id + ", which is ABANDONED",
              () -> {
                warehouse.files().removeUploads(connection, List.of(id));
                audit.abandon(connection, id, FINDER);
              }));
    }
    return removals;
  }
}
