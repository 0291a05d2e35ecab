package io.snowgauge.io.warehouse.verify;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.publish.DatasetTables;
import io.snowgauge.io.warehouse.verify.Discrepancy.Difference;
import io.snowgauge.io.warehouse.verify.Discrepancy.Listener;
import io.snowgauge.io.warehouse.verify.Discrepancy.Place;
import io.snowgauge.io.warehouse.verify.VersionCheck.Fault;
import io.snowgauge.io.warehouse.verify.VersionState.Recorded;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was loaded of a dataset with what its table has now. Versions come one after the
 * other and none is kept, but the first few that differ, of which the records are named at the end.
 */
public final class DatasetVerification {
  /** Of as many versions the records that differ are named. */
  private static final int NAMED = 20;

  private final Warehouse warehouse;
  private final Dataset dataset;
  private final Places places;
  private final Listener listener;
  private final Tally tally = new Tally();
  private final List<Pending> pending = new ArrayList<>();

  /** A version with what is wrong with it, whose records are still to be compared. */
  private record Pending(VersionState state, Recorded recorded, List<Fault> faults) {}

  /**
   * Of a dataset.
   *
   * @param listener is told of what differs
   */
  public DatasetVerification(
      Warehouse warehouse, Dataset dataset, Places places, Listener listener) {
    this.warehouse = warehouse;
    this.dataset = dataset;
    this.places = places;
    this.listener = listener;
  }

  /**
   * Verifies.
   *
   * @param connection on which nothing else is asked meanwhile
   * @throws IOException if archives or sources cannot be reached
   */
  public Outcome verify(Connection connection, Selection selection)
      throws SQLException, IOException {
    long epoch =
        DatasetTables.locks(warehouse, dataset).seen(connection).ofDataset();
    TargetShape shape = TargetShape.of(warehouse, dataset, connection);
    for (String problem : shape.problems()) {
      tell(null, null, new Fault(Place.TABLE, true, false, problem), List.of());
    }
    if (!shape.exists() || !shape.isTold()) {
      return tally.outcome(dataset.name(), epoch);
    }
    VersionCheck check = new VersionCheck(dataset, shape, places, tally);
    VersionScan scan = new VersionScan(warehouse, dataset, shape, selection);
    if (dataset.publish() == PublishMode.MERGE) {
      scan.<IOException>eachRecorded(
          connection, state -> take(state, check.faultsOfArchive(state)));
    } else {
      scan.<IOException>each(connection, state -> take(state, check.faults(state)));
    }
    for (Pending version : pending) {
      name(connection, shape, version);
    }
    return tally.outcome(dataset.name(), epoch);
  }

  private void take(VersionState state, List<Fault> faults) {
    Recorded recorded = state.recorded();
    boolean hasRecords =
        dataset.publish() != PublishMode.MERGE && faults.stream().anyMatch(Fault::hasRecords);
    if (recorded != null && hasRecords && pending.size() < NAMED) {
      pending.add(new Pending(state, recorded, List.copyOf(faults)));
      return;
    }
    faults.forEach(fault -> tell(state, recorded, fault, List.of()));
  }

  private void name(Connection connection, TargetShape shape, Pending version)
      throws SQLException, IOException {
    VersionState state = version.state();
    RecordDifferences.Differing differing = differing(connection, shape, version);
    boolean isNamed = false;
    for (Fault fault : version.faults()) {
      boolean isOf = fault.hasRecords() && differing != null && !isNamed;
      if (!isOf || differing == null) {
        tell(state, version.recorded(), fault, List.of());
        continue;
      }
      isNamed = true;
      String more =
          differing.isNone()
              ? "; archive and table have the same records"
              : "; records of the archive and of the table: " + differing.text();
      tell(
          state,
          version.recorded(),
          new Fault(fault.place(), fault.isDifference(), true, fault.message() + more),
          differing.shown());
    }
  }

  private RecordDifferences.@Nullable Differing differing(
      Connection connection, TargetShape shape, Pending version) throws SQLException, IOException {
    String fileId = version.state().fileId();
    String runId = version.state().runId();
    String stageId = version.recorded().stageId();
    if (fileId == null || runId == null || stageId == null) {
      return null;
    }
    var archive = places.archive(dataset, fileId, runId, stageId);
    return new RecordDifferences(
            warehouse, dataset, shape.plain(), version.recorded().digest() != null)
        .of(connection, fileId, runId, archive)
        .orElse(null);
  }

  private void tell(
      @Nullable VersionState state,
      @Nullable Recorded recorded,
      Fault fault,
      List<Difference> differences) {
    tally.differences += fault.isDifference() ? 1 : 0;
    listener.found(
        new Discrepancy(
            dataset.name(),
            recorded == null ? null : recorded.uri(),
            state == null ? null : state.fileId(),
            state == null ? null : state.runId(),
            fault.place(),
            fault.isDifference(),
            fault.message(),
            differences));
  }
}
