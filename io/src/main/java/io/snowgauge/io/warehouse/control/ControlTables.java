package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Ddl;
import io.snowgauge.io.warehouse.DeclaredColumn;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The tables that hold the ledger, the audit, the rejects and the locks; versioned. */
public final class ControlTables {
  /** The version of the tables that this program writes. */
  public static final int VERSION = 1;

  /** The names of all of them. */
  public static final List<String> NAMES =
      Stream.of(ControlTable.values()).map(Enum::name).toList();

  private final Warehouse warehouse;

  /** The control tables of a warehouse. */
  public ControlTables(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** The audit, qualified and quoted as statements name it. */
  public String audit() {
    return table(ControlTable.INGESTION_AUDIT);
  }

  /** The ledger. */
  public String ledger() {
    return table(ControlTable.INGESTION_FILES);
  }

  /** The rejects. */
  public String rejects() {
    return table(ControlTable.INGESTION_REJECTS);
  }

  /** The locks, a row for each dataset. */
  public String locks() {
    return table(ControlTable.PUBLISH_LOCK);
  }

  /** The heartbeats. */
  String heartbeats() {
    return table(ControlTable.RUN_HEARTBEATS);
  }

  /** All of them, as statements name them. */
  public List<String> all() {
    return Stream.of(ControlTable.values()).map(this::table).toList();
  }

  private String versions() {
    return table(ControlTable.SCHEMA_VERSION);
  }

  private String table(ControlTable table) {
    return schema() + "." + Identifiers.quote(table.name());
  }

  private String schema() {
    return warehouse.dialect().qualified(warehouse.controlSchema());
  }

  /** The statements that create what is missing, in order; running them again changes nothing. */
  public List<Sql> ddl() {
    List<Sql> ddl = new ArrayList<>(warehouse.setup().foundation());
    Sql schema = Sql.of("CREATE SCHEMA IF NOT EXISTS {schema}").with("schema", schema());
    if (ddl.stream().noneMatch(statement -> statement.text().equals(schema.text()))) {
      ddl.add(schema);
    }
    for (ControlTable table : ControlTable.values()) {
      ddl.add(
          Sql.of("CREATE TABLE IF NOT EXISTS {table} ({columns})")
              .with("table", table(table))
              .withAll(
                  "columns",
                  DeclaredColumn.definition(table.columns(), warehouse.dialect()::typeName)));
    }
    return ddl;
  }

  /**
   * Creates what is missing and records the version.
   *
   * @throws SQLException also if the tables are of a later version than this program's
   */
  public void create(Connection connection) throws SQLException {
    new Ddl(warehouse).run(connection, ddl());
    if (requireKnownVersion(connection) < VERSION) {
      Sql.of("INSERT INTO {versions} VALUES (:version, CURRENT_TIMESTAMP)")
          .with("versions", versions())
          .bind("version", VERSION)
          .update(connection);
    }
  }

  /**
   * Requires that the tables are there, for {@code init} to have created them.
   *
   * @throws SQLException if they are not, or are of another version; says what to do
   */
  public void require(Connection connection) throws SQLException {
    if (!exist(connection) || requireKnownVersion(connection) < VERSION) {
      throw new SQLException(
          "expected control tables of version "
              + VERSION
              + " in "
              + schema()
              + " but found none; 'snowgauge init' creates them");
    }
  }

  /** The version of tables that are there; 0 if none was recorded. */
  public long requireKnownVersion(Connection connection) throws SQLException {
    long found =
        Sql.of("SELECT COALESCE(MAX(VERSION), 0) FROM {versions}")
            .with("versions", versions())
            .number(connection);
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
      return Sql.of(
                  """
                  SELECT COUNT(*)
                  FROM {information}.TABLES
                  WHERE UPPER(TABLE_SCHEMA) = UPPER(:schema) AND TABLE_NAME = :table
                  """)
              .with("information", warehouse.dialect().informationSchema())
              .bind("schema", Identifiers.canonical(warehouse.controlSchema()))
              .bind("table", ControlTable.INGESTION_FILES.name())
              .number(connection)
          > 0;
    } catch (SQLException e) {
      if (warehouse.dialect().isMissing(e)) {
        return false;
      }
      throw e;
    }
  }
}
