package io.snowgauge.pipelines.batch;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.History;
import io.snowgauge.io.warehouse.control.Ledger;
import io.snowgauge.io.warehouse.publish.TargetHistory;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.phases.Phase;
import io.snowgauge.transforms.phases.Phases;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares what was found with what the ledger has. Changes nothing. */
final class RunPlanner {
  private final RunRequest request;
  private final InputFiles files;

  RunPlanner(RunRequest request, InputFiles files) {
    this.request = request;
    this.files = files;
  }

  /** Plans against a warehouse that may not have been used yet, and changes nothing in it. */
  List<DatasetPlan> plan(Warehouse warehouse) throws SQLException {
    Optional<List<DatasetPlan>> plans =
        new History(warehouse).look(connection -> plan(warehouse, connection));
    return plans.isPresent() ? plans.get() : plan();
  }

  /** Plans where there is no ledger yet. */
  List<DatasetPlan> plan() throws SQLException {
    return plan((dataset, listed) -> plan(dataset, listed, Map.of()));
  }

  /** Plans against the ledger of a warehouse. */
  List<DatasetPlan> plan(Warehouse warehouse, Connection connection) throws SQLException {
    Ledger ledger = new Ledger(warehouse);
    return plan(
        (dataset, listed) -> {
          Map<String, Ledger.State> states = ledger.lookUp(connection, dataset.name(), listed);
          List<SourceFile> unknown =
              listed.stream().filter(file -> !states.containsKey(file.fileId())).toList();
          Optional<String> problem =
              new TargetHistory(warehouse, dataset).whyNotLoaded(connection, unknown);
          return problem.isPresent()
              ? DatasetPlan.failed(dataset, new IOException(problem.get()))
              : plan(dataset, listed, states);
        });
  }

  /** Compares what was found of a dataset with what a ledger has of it. */
  @FunctionalInterface
  private interface Comparison {
    DatasetPlan plan(Dataset dataset, List<SourceFile> listed) throws SQLException;
  }

  /** A dataset whose files cannot be listed does not keep the others from being loaded. */
  private List<DatasetPlan> plan(Comparison comparison) throws SQLException {
    Phases.ofThisProcess().begin(Phase.LIST);
    try {
      return planAll(comparison);
    } finally {
      Phases.ofThisProcess().end(Phase.LIST);
    }
  }

  private List<DatasetPlan> planAll(Comparison comparison) throws SQLException {
    List<DatasetPlan> plans = new ArrayList<>();
    for (Dataset dataset : request.datasets()) {
      List<SourceFile> listed;
      try {
        listed = files.of(dataset);
      } catch (IOException e) {
        plans.add(DatasetPlan.failed(dataset, e));
        continue;
      }
      plans.add(comparison.plan(dataset, listed));
    }
    return plans;
  }

  private DatasetPlan plan(
      Dataset dataset, List<SourceFile> listed, Map<String, Ledger.State> states) {
    List<SourceFile> toLoad = new ArrayList<>();
    List<SourceFile> skipped = new ArrayList<>();
    for (SourceFile file : listed) {
      Ledger.State state = states.getOrDefault(file.fileId(), Ledger.State.UNKNOWN);
      boolean isReplay = request.run().replays() != null; // The publisher knows what is in.
      if (state.isSettled() && !request.run().force() && !isReplay) {
        continue;
      }
      boolean givenUp =
          state.failures() >= Ledger.TRIES && !request.retryFailed() && !request.run().force();
      (givenUp ? skipped : toLoad).add(file);
    }
    return new DatasetPlan(dataset, listed.size(), toLoad, skipped, files.leftOut(dataset), null);
  }
}
