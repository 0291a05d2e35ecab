package io.snowgauge.io.warehouse;

import java.util.List;

/**
 * A column of a table.
 *
 * @param name plain, unquoted
 * @param type as the warehouse names it
 */
public record TableColumn(String name, String type) {
  /** The column as a CREATE TABLE defines it. */
  public String definition() {
    return Identifiers.quote(name) + " " + type;
  }

  /** Columns as the body of a CREATE TABLE. */
  public static List<String> definition(List<TableColumn> columns) {
    return columns.stream().map(TableColumn::definition).toList();
  }
}
