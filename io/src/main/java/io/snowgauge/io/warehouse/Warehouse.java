package io.snowgauge.io.warehouse;

import io.snowgauge.transforms.record.ColumnType;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A warehouse: how to connect to it, and the few statements that it words in a way of its own. All
 * other SQL is common to all warehouses and lives with the classes of this package.
 */
public interface Warehouse extends Serializable {
  /** Whether there is a database to connect to; connecting may create it. */
  boolean exists();

  /** Connects, with auto-commit on; the caller closes. */
  Connection connect() throws SQLException;

  /** Connects only to look: creates nothing, changes nothing, and waits for nobody. */
  default Connection connectToLook() throws SQLException {
    return connect();
  }

  /**
   * Whether this connection can be used for all that runs do, a finding for each thing that was
   * looked at. Changes nothing.
   *
   * @param tables that runs use
   */
  List<Finding> access(Connection connection, List<TableUse> tables);

  /** Whether a database that is not there can be created. Changes nothing. */
  Finding creation();

  /** Connects on behalf of a run's dataset, which people may see in the warehouse's history. */
  default Connection connect(Run run, String dataset) throws SQLException {
    return connect();
  }

  /** Ends a connection on which a transaction may still be open: nobody may use it again. */
  default void discard(Connection connection) throws SQLException {
    connection.close();
  }

  /** The schema of the targets, as configured. */
  String targetSchema();

  /** The schema of the control tables, as configured. */
  String controlSchema();

  /** The name of a schema in statements, quoted, with the database where that is needed. */
  String qualified(String schema);

  /** The standard's views of the database that holds the schemas, as statements name them. */
  default String informationSchema() {
    return "INFORMATION_SCHEMA";
  }

  /** The statements that create what tables need beside their schemas, in order; run first. */
  default List<Sql> foundation() {
    return List.of();
  }

  /**
   * The statements that give a role all that runs need of what {@code init} created; none where
   * there are no roles.
   *
   * @param role as configured
   * @param targets the datasets' tables, quoted
   */
  default List<Sql> grants(String role, List<String> targets) {
    return List.of();
  }

  /** Whether one process at a time can use it, so that a run found RUNNING by another is dead. */
  boolean isExclusive();

  /** Whether {@code run} creates what is missing; otherwise {@code init} has to. */
  boolean createsOnUse();

  /** The name of a column type. */
  String typeName(ColumnType type);

  /** An expression for the JSON value of a text expression; null for null. */
  Sql parseJson(Sql text);

  /** The time now in UTC, by the warehouse's clock, as a timestamp without a zone. */
  String now();

  /**
   * What is added to a new target's columns to make its key known; nothing where that would be
   * enforced, for targets may hold older rows of a key.
   */
  default Optional<Sql> keyConstraint(List<String> columns) {
    return Optional.empty();
  }

  /** How many keys of a merge one statement can weigh within its memory. */
  long keysPerStatement();

  /** The kind of table that one publishing attempt needs: {@code CREATE kind TABLE}. */
  String stagingTableKind();

  /**
   * Prefixes a staging table's name with where it lives.
   *
   * @param name a plain name, unique to the attempt
   */
  String stagingTable(String name);

  /** Whether staged parts are uploaded, so that compressing them saves more than it takes. */
  default boolean wantsCompressedParts() {
    return false;
  }

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
   * A query for {@code STAGE_ID, STAGED, HIGHEST, DISTINCT_COUNT}: per {@code _STAGE_ID} how many
   * records are staged, the highest {@code _RECORD}, and how many different ones there are,
   * exactly.
   */
  Sql recordCounts(String records);

  /** A query for the {@code TRANSACTION_ID} of the current transaction; null if there is none. */
  Sql transactionId();

  /** Whether running the transaction again may succeed where it failed with this. */
  boolean isRetryable(SQLException e);

  /**
   * Whether the connection broke: it is not known whether the statement, be it a COMMIT, was done,
   * and only a new connection can find out.
   */
  default boolean isConnectionLost(SQLException e) {
    return false;
  }

  /** Whether a statement failed for want of a privilege. */
  default boolean isNotAllowed(SQLException e) {
    return false;
  }

  /** Whether a statement failed because what it names does not exist. */
  default boolean isMissing(SQLException e) {
    return false;
  }

  /** Removes staging tables that can only be a dead attempt's. */
  default void sweep(Connection connection) throws SQLException {}

  /** Removes what a dead run uploaded to the warehouse's own storage, if it has any. */
  default void removeUploads(Connection connection, String runId) {}

  /**
   * CSV files to copy.
   *
   * @param load names that together no other load has, of the run first
   * @param table to copy into, quoted
   * @param columns of the files, in their order
   * @param uris of the files, whose names say how they are compressed, all alike
   * @param quote around fields that need it, doubled inside
   * @param widestRow no row is longer, in bytes
   */
  record CopySource(
      List<String> load,
      String table,
      List<TableColumn> columns,
      List<String> uris,
      char quote,
      long widestRow) {

    /** How the files are compressed. */
    public Compression compression() {
      return uris.isEmpty() ? Compression.NONE : Compression.of(uris.get(0));
    }
  }

  /** How files to copy are compressed. */
  enum Compression {
    NONE,
    GZIP,
    ZSTD;

    private static Compression of(String uri) {
      if (uri.endsWith(".gz")) {
        return GZIP;
      }
      return uri.endsWith(".zst") ? ZSTD : NONE;
    }
  }

  /**
   * A table that runs read and change.
   *
   * @param subject what it is there for, as a finding names it
   * @param schema that holds it, as configured
   * @param name plain, unquoted
   * @param exists whether it is there, as far as this connection may know
   */
  record TableUse(String subject, String schema, String name, boolean exists) {}

  /**
   * A column of a table.
   *
   * @param name plain, unquoted
   * @param type as the warehouse names it
   */
  record TableColumn(String name, String type) {
    /** The column as a CREATE TABLE defines it. */
    public String definition() {
      return Identifiers.quote(name) + " " + type;
    }

    /** Columns as the body of a CREATE TABLE. */
    public static List<String> definition(List<TableColumn> columns) {
      return columns.stream().map(TableColumn::definition).toList();
    }
  }
}
