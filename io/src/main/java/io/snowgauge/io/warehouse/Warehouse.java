package io.snowgauge.io.warehouse;

import io.snowgauge.transforms.record.ColumnType;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A warehouse: how to connect to it, and the few statements that it words in a way of its own. All
 * other SQL is common to all warehouses and lives with the classes of this package.
 */
public interface Warehouse extends Serializable {
  /** Whether there is a database to connect to; connecting may create it. */
  boolean exists();

  /** Connects, with auto-commit on; the caller closes. */
  Connection connect() throws SQLException;

  /** The schema of the targets, as configured. */
  String targetSchema();

  /** The schema of the control tables, as configured. */
  String controlSchema();

  /** The name of a schema in statements, quoted, with the database where that is needed. */
  String qualified(String schema);

  /** Whether one process at a time can use it, so that a run found RUNNING by another is dead. */
  boolean isExclusive();

  /** Whether {@code run} creates what is missing; otherwise {@code init} has to. */
  boolean createsOnUse();

  /** The name of a column type. */
  String typeName(ColumnType type);

  /** The words that start the creation of a table that one publishing attempt needs. */
  String createStagingTable();

  /**
   * Prefixes a staging table's name with where it lives.
   *
   * @param name a plain name, unique to the attempt
   */
  String stagingTable(String name);

  /** Whether staging tables stay when their connection ends, so that they have to be dropped. */
  boolean keepsStagingTables();

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

  /**
   * A query for {@code STAGE_ID, STAGED, HIGHEST, DISTINCT_COUNT}: per attempt how many records are
   * staged, the highest {@code _RECORD}, and how many different ones there are, exactly.
   */
  String recordCounts(String records);

  /** A query for the identity of the current transaction. */
  String transactionIdQuery();

  /** Whether running the transaction again may succeed where it failed with this. */
  boolean isRetryable(SQLException e);

  /**
   * CSV files to copy.
   *
   * @param table to copy into, quoted
   * @param columns of the files, in their order
   * @param uris of the files
   * @param quote around fields that need it, doubled inside
   * @param compressed with gzip
   * @param widestRow no row is longer, in bytes
   */
  record CopySource(
      String table,
      List<TableColumn> columns,
      List<String> uris,
      char quote,
      boolean compressed,
      long widestRow) {}

  /**
   * A column of a table.
   *
   * @param name plain, unquoted
   * @param type as the warehouse names it
   */
  record TableColumn(String name, String type) {}
}
