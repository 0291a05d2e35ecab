package io.snowgauge.io.warehouse;

import io.snowgauge.io.warehouse.Warehouse.TableColumn;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The tables that hold the ledger, the audit, the rejects and the locks; versioned. */
public final class ControlTables {
  /** The version of the tables that this program writes. */
  public static final int VERSION = 1;

  static final String AUDIT = "INGESTION_AUDIT";
  static final String FILES = "INGESTION_FILES";
  static final String REJECTS = "INGESTION_REJECTS";
  static final String LOCK = "PUBLISH_LOCK";
  static final String HEARTBEATS = "RUN_HEARTBEATS";
  static final String SCHEMA_VERSION = "SCHEMA_VERSION";

  /** All of them. */
  public static final List<String> NAMES =
      List.of(AUDIT, FILES, REJECTS, LOCK, HEARTBEATS, SCHEMA_VERSION);

  private final Warehouse warehouse;

  /** The control tables of a warehouse. */
  public ControlTables(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** A control table, qualified and quoted. */
  String table(String name) {
    return warehouse.qualified(warehouse.controlSchema()) + "." + Identifiers.quote(name);
  }

  /** The statements that create what is missing, in order; running them again changes nothing. */
  public List<String> ddl() {
    List<String> ddl = new ArrayList<>();
    ddl.addAll(warehouse.foundation());
    String schema = "CREATE SCHEMA IF NOT EXISTS " + warehouse.qualified(warehouse.controlSchema());
    if (!ddl.contains(schema)) {
      ddl.add(schema);
    }
    ddl.add(
        create(
            AUDIT,
            "RUN_ID text, EXECUTION_DATE DATE, DATASET text, MODE text,"
                + " SOURCE_RECORD_COUNT integer, INGESTED_RECORD_COUNT integer,"
                + " REJECTED_RECORD_COUNT integer, FILES integer, STATUS text,"
                + " ERROR_MESSAGES text, STARTED_AT timestamp, FINISHED_AT timestamp"));
    ddl.add(
        create(
            FILES,
            "DATASET text, FILE_ID text, URI text, ETAG text, SIZE_BYTES integer,"
                + " LAST_MODIFIED timestamp, SEQUENCER text, RUN_ID text, ATTEMPT integer,"
                + " SOURCE_RECORD_COUNT integer, ACCEPTED_RECORD_COUNT integer,"
                + " REJECTED_RECORD_COUNT integer, INGESTED_RECORD_COUNT integer, STATUS text,"
                + " ERROR_MESSAGES text, LOADED_AT timestamp, STAGE_ID text"));
    ddl.add(
        create(
            REJECTS,
            "RUN_ID text, DATASET text, FILE_ID text, URI text, LINE integer,"
                + " COLUMN_NUMBER integer, REASON text, RAW text"));
    ddl.add(create(LOCK, "DATASET text, RUN_ID text, PUBLISHED_AT timestamp"));
    ddl.add(create(HEARTBEATS, "RUN_ID text, BEAT_AT timestamp"));
    ddl.add(create(SCHEMA_VERSION, "VERSION integer, INSTALLED_AT timestamp"));
    return ddl;
  }

  private String create(String name, String columns) {
    String typed =
        columns
            .replace(" text", " " + warehouse.typeName(ColumnType.STRING))
            .replace(" integer", " " + warehouse.typeName(ColumnType.INTEGER))
            .replace(" timestamp", " " + warehouse.typeName(ColumnType.TIMESTAMP));
    return "CREATE TABLE IF NOT EXISTS " + table(name) + " (" + typed + ")";
  }

  /**
   * Creates what is missing and records the version.
   *
   * @throws SQLException also if the tables are of a later version than this program's
   */
  public void create(Connection connection) throws SQLException {
    Sql sql = new Sql(connection);
    new Ddl(warehouse).run(sql, ddl());
    if (requireKnownVersion(sql) < VERSION) {
      sql.update(
          "INSERT INTO " + table(SCHEMA_VERSION) + " VALUES (?, CURRENT_TIMESTAMP)", VERSION);
    }
  }

  /**
   * Requires that the tables are there, for {@code init} to have created them.
   *
   * @throws SQLException if they are not, or are of another version; says what to do
   */
  public void require(Connection connection) throws SQLException {
    if (!exist(connection) || requireKnownVersion(new Sql(connection)) < VERSION) {
      throw new SQLException(
          "expected control tables of version "
              + VERSION
              + " in "
              + warehouse.qualified(warehouse.controlSchema())
              + " but found none; 'snowgauge init' creates them");
    }
  }

  /** The version of tables that are there; 0 if none was recorded. */
  long requireKnownVersion(Sql sql) throws SQLException {
    long found =
        sql.queryOne(
            row -> row.getLong(1),
            "SELECT COALESCE(MAX(VERSION), 0) FROM " + table(SCHEMA_VERSION));
    if (found > VERSION) {
      throw new SQLException(
          "the control tables in "
              + warehouse.controlSchema()
              + " are of version "
              + found
              + " but this program knows only up to "
              + VERSION
              + "; use the newer program");
    }
    return found;
  }

  /** Whether the tables are there. */
  public boolean exist(Connection connection) throws SQLException {
    try {
      return new Sql(connection)
          .queryOne(
              row -> row.getLong(1) > 0,
              "SELECT COUNT(*) FROM "
                  + warehouse.informationSchema()
                  + ".TABLES WHERE UPPER(TABLE_SCHEMA) = UPPER(?) AND TABLE_NAME = ?",
              Identifiers.canonical(warehouse.controlSchema()),
              FILES);
    } catch (SQLException e) {
      if (warehouse.isMissing(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Columns as the body of a CREATE TABLE. */
  static String definition(List<TableColumn> columns) {
    return columns.stream()
        .map(column -> Identifiers.quote(column.name()) + " " + column.type())
        .collect(Collectors.joining(", "));
  }
}
