package io.snowgauge.io.warehouse;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

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
   *
   * @return how many rows were loaded; nothing where they are read in place
   */
  @CanIgnoreReturnValue
  OptionalLong stage(Connection connection, CopySource source) throws SQLException;

  /**
   * Removes what was uploaded to the warehouse's own storage to be copied, if it has any; what
   * stays behind is only in the way.
   *
   * @param load what it belongs to: of a {@link CopySource#load}, as many of its first ones
   */
  default void removeUploads(Connection connection, List<String> load) {}
}
