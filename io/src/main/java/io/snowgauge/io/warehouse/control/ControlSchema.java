package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Catalog;
import io.snowgauge.io.warehouse.Ddl;
import io.snowgauge.io.warehouse.DeclaredColumn;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.SchemaVersions.Reached;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The schema with the control tables: creates it, and takes the tables of earlier versions to the
 * present one, step by step, with all that is in them (ADR 18).
 */
public final class ControlSchema {
  /** The version of the tables that this program writes. */
  public static final int VERSION = 3;

  /** All steps, in their order; the last one leads to {@link #VERSION}. */
  private static final List<Migration> MIGRATIONS =
      List.of(new RetractedStatus(), new AppendedEvents());

  private final Warehouse warehouse;
  private final List<Migration> migrations;
  private final List<ControlTable> created;
  private final int version;
  private final ControlTables tables;
  private final SchemaVersions versions;

  /** The control schema of a warehouse. */
  public ControlSchema(Warehouse warehouse) {
    this(warehouse, MIGRATIONS, List.of(ControlTable.values()));
  }

  /** As a later program may have it: with steps of its own, and the tables that it creates. */
  ControlSchema(Warehouse warehouse, List<Migration> migrations, List<ControlTable> created) {
    this.warehouse = warehouse;
    this.migrations = List.copyOf(migrations);
    this.created = List.copyOf(created);
    this.version = migrations.get(migrations.size() - 1).version();
    this.tables = new ControlTables(warehouse);
    this.versions = new SchemaVersions(warehouse);
  }

  /**
   * The statements that create what is missing, in order; running them again changes nothing. They
   * are for tables of no version or of this program's.
   */
  public List<Sql> ddl() {
    List<Sql> ddl = new ArrayList<>(foundation());
    for (ControlTable table : created) {
      ddl.add(creation(table));
    }
    for (ControlView view : ControlView.values()) {
      ddl.add(
          Sql.of("CREATE VIEW IF NOT EXISTS {view} AS {query}")
              .with("view", tables.view(view))
              .with(
                  "query", view.query(inView(view.events()), inView(ControlView.INGESTION_FILES))));
    }
    ddl.add(versions.first(version));
    return ddl;
  }

  private String inView(Enum<?> table) {
    return warehouse.dialect().nameInView(warehouse.controlSchema(), table.name());
  }

  private List<Sql> foundation() {
    List<Sql> ddl = new ArrayList<>(warehouse.setup().foundation());
    Sql schema =
        Sql.of("CREATE SCHEMA IF NOT EXISTS {schema}")
            .with("schema", warehouse.dialect().qualified(warehouse.controlSchema()));
    if (ddl.stream().noneMatch(statement -> statement.text().equals(schema.text()))) {
      ddl.add(schema);
    }
    return ddl;
  }

  private Sql creation(ControlTable table) {
    return Sql.of("CREATE TABLE IF NOT EXISTS {table} ({columns})")
        .with("table", tables.table(table))
        .withAll(
            "columns",
            DeclaredColumn.definition(table.columns(), warehouse.dialect()::controlTypeName));
  }

  /**
   * Creates what is missing, and takes tables of earlier versions to this one. May be ended at any
   * moment and run again, and several programs may do it at a time.
   *
   * @throws SQLException also if the tables are of a later version than this program's
   */
  public void create(Connection connection) throws SQLException {
    if (reached(connection).is(version)) {
      new Ddl(warehouse).run(connection, ddl());
      return;
    }
    List<Sql> first = new ArrayList<>(foundation());
    first.add(creation(ControlTable.SCHEMA_VERSION));
    new Ddl(warehouse).run(connection, first);
    giveVersion(connection);
    try (SchemaLock lock = SchemaLock.take(warehouse)) {
      migrate(connection, lock);
    }
  }

  /** Says of tables that have no version whether they are there or are about to be created. */
  private void giveVersion(Connection connection) throws SQLException {
    // In this order: whoever creates tables now has given them a version before.
    boolean exist = exist(connection);
    if (versions.reached(connection).equals(Reached.NOTHING)) {
      if (exist) {
        versions.end(connection, 1);
      } else {
        versions.begin(connection, version);
      }
    }
  }

  private void migrate(Connection connection, SchemaLock lock) throws SQLException {
    Reached reached = reached(connection);
    if (reached.installed() > 0) {
      for (Migration migration : migrations) {
        if (migration.version() > reached.installed()) {
          requireNoRuns(connection);
          versions.begin(connection, migration.version());
          // Again: from here on no run begins.
          requireNoRuns(connection);
          run(migration, connection);
          if (migration.version() < version) {
            end(migration.version(), connection, lock);
          }
        }
      }
    }
    // A version is not there before the last of its tables and views is.
    new Ddl(warehouse).run(connection, ddl());
    if (reached.installed() < version) {
      end(version, connection, lock);
    }
  }

  private void end(int reached, Connection connection, SchemaLock lock) throws SQLException {
    lock.requireHeld();
    versions.end(connection, reached);
  }

  private void run(Migration migration, Connection connection) throws SQLException {
    try {
      migration.run(new TableChanges(warehouse, connection));
    } catch (SQLException e) {
      if (warehouse.dialect().isNotAllowed(e)) {
        throw new SQLException(
            subject()
                + " have to be changed by the role that created them; run 'snowgauge init' with it:"
                + " "
                + e.getMessage(),
            e.getSQLState(),
            e.getErrorCode(),
            e);
      }
      throw e;
    }
  }

  /** A run that goes on would write as the earlier version does. */
  private void requireNoRuns(Connection connection) throws SQLException {
    if (warehouse.traits().isExclusive()) {
      return;
    }
    Set<String> alive = new TreeSet<>(Heartbeat.alive(warehouse, connection));
    if (!alive.isEmpty()) {
      throw new SQLException(
          "expected no run to go on while "
              + subject()
              + " are taken to version "
              + version
              + " but found "
              + String.join(", ", alive)
              + "; run 'snowgauge init' again when they have ended, or 15 minutes after they were"
              + " killed");
    }
  }

  /**
   * Whether the tables are there to be read and written. Where any command may change them, those
   * of earlier versions are taken to this one.
   *
   * @throws SQLException if they are there but of another version; says what to do
   */
  public boolean isReady(Connection connection) throws SQLException {
    if (!exist(connection)) {
      return false;
    }
    if (!warehouse.traits().createsOnUse()) {
      require(connection);
    } else if (!reached(connection).is(version)) {
      create(connection);
    }
    return true;
  }

  /**
   * Requires that the tables are there, for {@code init} to have created them.
   *
   * @throws SQLException if they are not, or are of another version; says what to do
   */
  public void require(Connection connection) throws SQLException {
    Set<String> present =
        present(
            connection,
            ControlView.INGESTION_FILES,
            ControlTable.INGESTION_FILE_EVENTS,
            ControlTable.SCHEMA_VERSION);
    boolean isVersionThere = present.remove(ControlTable.SCHEMA_VERSION.name());
    Reached reached = present.isEmpty() ? Reached.NOTHING : reached(connection, isVersionThere);
    if (reached.installed() == 0) {
      throw new SQLException(
          "expected control tables of version "
              + version
              + " in "
              + warehouse.dialect().qualified(warehouse.controlSchema())
              + " but found none; 'snowgauge init' creates them");
    }
    if (!reached.is(version)) {
      throw new SQLException(
          subject()
              + " are of version "
              + reached.installed()
              + " but this program needs version "
              + version
              + "; 'snowgauge init' takes them there and keeps what is in them"
              + (reached.begun() > reached.installed()
                  ? ". That has begun: if nobody is at it any more, run it again"
                  : ""));
    }
  }

  /**
   * The version of tables that are there; 0 if none was recorded.
   *
   * @throws SQLException if they are of a later version than this program's, or about to be
   */
  public long requireKnownVersion(Connection connection) throws SQLException {
    return reached(connection).installed();
  }

  private Reached reached(Connection connection) throws SQLException {
    return reached(connection, !present(connection, ControlTable.SCHEMA_VERSION).isEmpty());
  }

  private Reached reached(Connection connection, boolean isVersionThere) throws SQLException {
    Reached reached = isVersionThere ? versions.reached(connection) : Reached.NOTHING;
    if (reached.begun() > version) {
      throw new SQLException(
          subject()
              + " are of version "
              + reached.begun()
              + " but this program knows only up to "
              + version
              + "; use the newer program");
    }
    return reached;
  }

  private String subject() {
    return "the control tables in " + warehouse.controlSchema();
  }

  /** Whether the tables are there, of whatever version. */
  public boolean exist(Connection connection) throws SQLException {
    return !present(connection, ControlView.INGESTION_FILES, ControlTable.INGESTION_FILE_EVENTS)
        .isEmpty();
  }

  /** Those of some tables and views that are there, by their names. */
  private Set<String> present(Connection connection, Enum<?>... tables) throws SQLException {
    return new Catalog(warehouse)
        .present(connection, warehouse.controlSchema(), Stream.of(tables).map(Enum::name).toList());
  }
}
