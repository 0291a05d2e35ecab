package io.snowgauge.io.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a warehouse tells of its tables. Each question names its schema and its tables: an account
 * may have more than <a href="https://docs.snowflake.com/en/sql-reference/info-schema">can be
 * listed</a>.
 */
public final class Catalog {
  private final Warehouse warehouse;

  /** The catalog of a warehouse. */
  public Catalog(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** A question about a table of these names; either is as configured. */
  private Sql in(Sql question, String schema, String table) {
    return question
        .with("information", warehouse.dialect().informationSchema())
        .with("inSchema", warehouse.dialect().isNamed("TABLE_SCHEMA", schema))
        .with("isTable", warehouse.dialect().isNamed("TABLE_NAME", table));
  }

  /** The columns of a table, in its order; none if it is not there, or nobody may know it is. */
  public List<CatalogColumn> columns(Connection connection, String schema, String table)
      throws SQLException {
    return in(
            Sql.of(
                """
                SELECT
                  COLUMN_NAME, DATA_TYPE, IS_NULLABLE, CHARACTER_MAXIMUM_LENGTH,
                  NUMERIC_PRECISION, NUMERIC_SCALE, DATETIME_PRECISION
                FROM {information}.COLUMNS
                WHERE {inSchema} AND {isTable}
                ORDER BY ORDINAL_POSITION
                """),
            schema,
            table)
        .query(connection, CatalogColumn::of);
  }

  /** Whether what has a table's name is a view. */
  public boolean isView(Connection connection, String schema, String table) throws SQLException {
    return in(
            Sql.of("SELECT TABLE_TYPE FROM {information}.TABLES WHERE {inSchema} AND {isTable}"),
            schema,
            table)
        .texts(connection)
        .stream()
        .anyMatch(type -> type.contains("VIEW"));
  }

  /**
   * Those of some tables and views that are there, as far as this connection may know; none without
   * the schema.
   */
  public Set<String> present(Connection connection, String schema, Collection<String> tables)
      throws SQLException {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    List<String> canonical = new ArrayList<>();
    tables.forEach(table -> canonical.add(Identifiers.canonical(table)));
    try {
      names.addAll(
          Sql.of(
                  """
                  SELECT TABLE_NAME
                  FROM {information}.TABLES
                  WHERE {inSchema} AND {areTables}
                  """)
              .with("information", warehouse.dialect().informationSchema())
              .with("inSchema", warehouse.dialect().isNamed("TABLE_SCHEMA", schema))
              .with("areTables", warehouse.dialect().isOneOf("TABLE_NAME", canonical))
              .texts(connection));
    } catch (SQLException e) {
      if (!warehouse.dialect().isMissing(e)) {
        throw e;
      }
    }
    return names;
  }
}
