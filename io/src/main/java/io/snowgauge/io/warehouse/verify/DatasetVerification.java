package io.snowgauge.io.warehouse.verify;

import io.snowgauge.io.warehouse.Sql;
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
import java.util.Optional;
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
  private final LocalDatabase locally;
  private final Listener listener;
  private final Tally tally = new Tally();
  private final List<Pending> pending = new ArrayList<>();

  /**
   * How large a table is.
   *
   * @param rows that it has
   * @param bytes that it takes, compressed
   */
  public record TableSize(long rows, long bytes) {}

  /** A version with what is wrong with it, whose records are still to be compared. */
  private record Pending(VersionState state, Recorded recorded, List<Fault> faults) {}

  /**
   * Of a dataset.
   *
   * @param locally where a merge is rebuilt
   * @param listener is told of what differs
   */
  public DatasetVerification(
      Warehouse warehouse,
      Dataset dataset,
      Places places,
      LocalDatabase locally,
      Listener listener) {
    this.locally = locally;
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
    long epoch = epoch(connection);
    TargetShape shape = TargetShape.of(warehouse, dataset, connection);
    for (String problem : shape.problems()) {
      tell(null, null, new Fault(Place.TABLE, true, false, problem), List.of());
    }
    if (!shape.exists() || !shape.isTold()) {
      return tally.outcome(dataset.name(), epoch);
    }
    Replays replays = Replays.of(warehouse, dataset.name(), connection);
    VersionCheck check = new VersionCheck(dataset, shape, places, replays, tally);
    VersionScan scan = new VersionScan(warehouse, dataset, shape, selection);
    if (dataset.publish() == PublishMode.MERGE) {
      scan.<IOException>eachRecorded(
          connection, state -> take(state, check.faultsOfArchive(state)));
      if (selection.after() == null || tally.versions > 0) {
        merge(connection, shape, replays, epoch);
      }
    } else {
      scan.<IOException>each(connection, state -> take(state, check.faults(state)));
    }
    for (Pending version : pending) {
      name(connection, shape, replays, version);
    }
    return tally.outcome(dataset.name(), epoch);
  }

  /** How large the table is, where it costs money to read it. */
  public Optional<TableSize> size(Connection connection) throws SQLException {
    Sql size =
        warehouse.dialect().tableSize(warehouse.targetSchema(), dataset.table()).orElse(null);
    return size == null
        ? Optional.empty()
        : size
            .query(connection, row -> new TableSize(row.number("ROW_COUNT"), row.number("BYTES")))
            .stream()
            .findFirst();
  }

  private long epoch(Connection connection) throws SQLException {
    return DatasetTables.locks(warehouse, dataset).seen(connection).ofDataset();
  }

  /**
   * Compares the table of a merge. Several statements do that: if another load was published
   * between them, what differs may be its.
   */
  private void merge(Connection connection, TargetShape shape, Replays replays, long epoch)
      throws SQLException, IOException {
    MergeVerification.Result result =
        new MergeVerification(warehouse, dataset, shape, places, replays, locally)
            .verify(connection);
    tally.rows += result.rows();
    if (result.uncompared() != null) {
      tally.uncompared++;
      tell(
          null,
          null,
          new Fault(Place.TABLE, false, false, "the merge is not compared: " + result.uncompared()),
          List.of());
    } else if (result.message() != null) {
      boolean isStill = epoch(connection) == epoch;
      tally.uncompared += isStill ? 0 : 1;
      String message =
          isStill
              ? result.message()
              : "the merge is not compared: a load was published meanwhile; verify it again";
      tell(
          null,
          null,
          new Fault(Place.TABLE, isStill, true, message),
          isStill ? result.shown() : List.of());
    }
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

  private void name(Connection connection, TargetShape shape, Replays replays, Pending version)
      throws SQLException, IOException {
    VersionState state = version.state();
    RecordDifferences.Differing differing = differing(connection, shape, replays, version);
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
      Connection connection, TargetShape shape, Replays replays, Pending version)
      throws SQLException, IOException {
    String fileId = version.state().fileId();
    String runId = version.state().runId();
    String stageId = version.recorded().stageId();
    if (fileId == null || runId == null || stageId == null) {
      return null;
    }
    var archive = places.archive(dataset, replays, fileId, runId, stageId);
    return new RecordDifferences(
            warehouse, dataset, shape.plain(), version.recorded().digest() != null)
        .of(connection, fileId, replays.runs(runId, stageId), archive)
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
