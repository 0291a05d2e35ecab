package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Catalog;
import io.snowgauge.io.warehouse.DeclaredColumn;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * What steps do to the tables of the control schema. Each is one statement that is carried out
 * whole or not at all, and each changes nothing where it was carried out before.
 */
final class TableChanges {
  private final Warehouse warehouse;
  private final Connection connection;

  /** Changes to a warehouse's control schema, on a connection with auto-commit on. */
  TableChanges(Warehouse warehouse, Connection connection) {
    this.warehouse = warehouse;
    this.connection = connection;
  }

  /** A table or view of the control schema as statements name it. */
  String name(String table) {
    return warehouse.dialect().qualified(warehouse.controlSchema())
        + "."
        + Identifiers.quote(table);
  }

  /** The hash of an event of the ledger, as an expression of its columns. */
  Sql eventHash() {
    return ChainedEvents.hash(warehouse);
  }

  /** Changes rows: those that are not as they shall be, so that a second time finds none. */
  void update(Sql statement) throws SQLException {
    statement.update(connection);
  }

  /** Creates a table unless it is there. */
  void create(String table, Collection<? extends DeclaredColumn> columns) throws SQLException {
    Sql.of("CREATE TABLE IF NOT EXISTS {table} ({columns})")
        .with("table", name(table))
        .withAll(
            "columns", DeclaredColumn.definition(columns, warehouse.dialect()::controlTypeName))
        .execute(connection);
  }

  /** Renames a table, which keeps its rows and its grants, unless it has that name already. */
  void rename(String table, String to) throws SQLException {
    if (isTable(table) && !isTable(to)) {
      Sql.of("ALTER TABLE {table} RENAME TO {to}")
          .with("table", name(table))
          .with("to", warehouse.dialect().newName(warehouse.controlSchema(), to))
          .execute(connection);
    }
  }

  /**
   * Fills a table with the rows of a query unless it has rows, for then they are these: nobody but
   * the step writes to it. What comes from several queries has to come in one, by UNION ALL.
   *
   * @param query with the table's columns, in their order
   */
  void fill(String table, Sql query) throws SQLException {
    Sql.of(
            """
            INSERT INTO {table}
            SELECT *
            FROM ({query}) q
            WHERE (SELECT COUNT(*) FROM {table}) = 0
            """)
        .with("table", name(table))
        .with("query", query)
        .update(connection);
  }

  /** Adds a column without values at a table's end, unless the table has it. */
  void addColumn(String table, String column, ColumnType type) throws SQLException {
    Sql.of("ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {column} {type}")
        .with("table", name(table))
        .with("column", column)
        .with("type", warehouse.dialect().controlTypeName(type))
        .execute(connection);
  }

  /** Drops a table if it is there. */
  void drop(String table) throws SQLException {
    Sql.of("DROP TABLE IF EXISTS {table}").with("table", name(table)).execute(connection);
  }

  /** Creates a view unless it is there. */
  void createView(String view, Sql query) throws SQLException {
    Sql.of("CREATE VIEW IF NOT EXISTS {view} AS {query}")
        .with("view", name(view))
        .with("query", query)
        .execute(connection);
  }

  /** Whether there is a table of that name; a view is none. */
  boolean isTable(String name) throws SQLException {
    Catalog catalog = new Catalog(warehouse);
    String schema = warehouse.controlSchema();
    return !catalog.present(connection, schema, List.of(name)).isEmpty()
        && !catalog.isView(connection, schema, name);
  }
}
