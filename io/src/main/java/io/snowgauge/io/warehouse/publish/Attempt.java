package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One attempt at publishing what a manifest names.
 *
 * @param staging the tables of this attempt
 * @param merge those that only a merge needs
 */
record Attempt(
    Warehouse warehouse, Dataset dataset, Run run, StagingTables staging, MergeTables merge) {

  static Attempt of(Warehouse warehouse, Dataset dataset, Run run) {
    StagingTables staging = new StagingTables(warehouse, dataset, run);
    return new Attempt(
        warehouse, dataset, run, staging, new MergeTables(warehouse, dataset, staging));
  }

  /** What its run replays, if anything. */
  Optional<Replay> replay() {
    return Replay.of(warehouse, dataset.name(), run);
  }

  boolean isMerge() {
    return dataset.publish() == PublishMode.MERGE;
  }

  /** Creates the tables that are written to; where creating commits, before the transaction. */
  void createTables(Connection connection) throws SQLException {
    staging.create(connection);
    if (isMerge()) {
      merge.create(connection);
    }
  }

  /** All tables of the attempt. */
  List<String> tables() {
    List<String> tables = new ArrayList<>(staging.all());
    if (isMerge()) {
      tables.addAll(merge.all());
    }
    return tables;
  }
}
