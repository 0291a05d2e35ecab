package io.snowgauge.io.warehouse;

import java.sql.Connection;
import java.sql.SQLException;

/** How staged files come into a warehouse. */
public interface StagedFiles {
  /**
   * Copies CSV files into a table that exists, all or nothing.
   *
   * @return how many rows were loaded
   */
  long copy(Connection connection, CopySource source) throws SQLException;

  /**
   * Makes the rows of CSV files readable, often and unchanged, under a name that does not exist
   * yet: in a table of its own, or in place where the warehouse reads files as it reads tables.
   * Rows that do not fit their columns fail here or when they are read.
   */
  void stage(Connection connection, CopySource source) throws SQLException;

  /** Removes what a dead run uploaded to the warehouse's own storage, if it has any. */
  default void removeUploads(Connection connection, String runId) {}
}
