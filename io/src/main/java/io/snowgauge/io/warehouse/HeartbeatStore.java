package io.snowgauge.io.warehouse;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * A place for heartbeats beside the tables, where leaving one and reading them computes nothing.
 * Its own clock dates them.
 */
public interface HeartbeatStore extends Serializable {
  /**
   * A heartbeat that is there.
   *
   * @param tryId tells the tries of a run apart
   * @param age by the clock of the store, which dated the heartbeat and the question
   */
  record Heard(String runId, String tryId, Duration age) {}

  /**
   * Leaves a heartbeat in place of an earlier one of the same try.
   *
   * @return whether it is there; false where the store takes none now, which is told once
   * @throws SQLException if the warehouse cannot be connected to
   */
  boolean leave(String runId, String tryId) throws SQLException;

  /**
   * All heartbeats that are there. Removes those of days that are over for a day.
   *
   * @throws SQLException also if the store may not be read, for then nobody is known to be dead
   */
  List<Heard> listen(Connection connection) throws SQLException;

  /** The same for whoever only looks: changes nothing, and ages are by the warehouse's clock. */
  List<Heard> look(Connection connection) throws SQLException;
}
