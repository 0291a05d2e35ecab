package io.snowgauge.io.warehouse;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A warehouse: where its tables are, how to connect to it, and the few statements that it words in
 * a way of its own. All other SQL is common to all warehouses. A second warehouse is a second
 * implementation of this and of what it hands out.
 */
public interface Warehouse extends Serializable {
  /** The schema of the targets, as configured. */
  String targetSchema();

  /** The schema of the control tables, as configured. */
  String controlSchema();

  /** How to connect. */
  Sessions sessions();

  /** How it words what is not common SQL. */
  Dialect dialect();

  /** What it is like. */
  Traits traits();

  /** How staged files come into it. */
  StagedFiles files();

  /** What has to be there before a run, and whether it is. */
  Setup setup();

  /** How others name it, as OpenLineage has it. */
  Address address();

  /** Where heartbeats go; where there is none, into their table. */
  default Optional<HeartbeatStore> heartbeats() {
    return Optional.empty();
  }

  /** Connects, with auto-commit on; the caller closes. */
  default Connection connect() throws SQLException {
    return sessions().connect();
  }
}
