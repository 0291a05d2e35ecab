package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.TableColumn;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.dataset.Dataset;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether a target that is there takes what its dataset declares as it is. A warehouse casts what
 * it inserts, and would round and cut in silence.
 */
public final class TargetFit {
  private record TargetColumn(String type, boolean nullable) {
    private static TargetColumn of(Row row) throws SQLException {
      return new TargetColumn(row.text("DATA_TYPE"), !row.text("IS_NULLABLE").equals("NO"));
    }
  }

  private final Warehouse warehouse;
  private final Dataset dataset;
  private final TargetTable target;

  /** The fit of a dataset's target. */
  public TargetFit(Warehouse warehouse, Dataset dataset) {
    this.warehouse = warehouse;
    this.dataset = dataset;
    this.target = new TargetTable(warehouse, dataset);
  }

  /**
   * Requires that the targets of all datasets fit, as far as they are there. Only where a warehouse
   * describes types as they are declared: Snowflake has other names for them.
   *
   * @throws UnfitTargetException if they do not
   */
  public static void require(Connection connection, Warehouse warehouse, List<Dataset> datasets)
      throws SQLException {
    List<String> problems = new ArrayList<>();
    for (Dataset dataset : datasets) {
      for (String problem : new TargetFit(warehouse, dataset).problems(connection)) {
        problems.add("datasets." + dataset.name() + ".table: " + problem);
      }
    }
    if (!problems.isEmpty()) {
      throw new UnfitTargetException(problems);
    }
  }

  /** What does not fit; nothing if the table is not there. */
  List<String> problems(Connection connection) throws SQLException {
    if (!warehouse.traits().createsOnUse()) {
      return List.of();
    }
    List<String> kinds =
        Sql.of(
                """
                SELECT TABLE_TYPE
                FROM {information}.TABLES
                WHERE UPPER(TABLE_SCHEMA) = UPPER(:schema) AND UPPER(TABLE_NAME) = UPPER(:table)
                """)
            .with("information", warehouse.dialect().informationSchema())
            .bind("schema", warehouse.targetSchema())
            .bind("table", Identifiers.canonical(dataset.table()))
            .texts(connection);
    if (kinds.stream().anyMatch(kind -> kind.contains("VIEW"))) {
      return List.of("expected a table but " + dataset.table() + " is a view");
    }
    Map<String, TargetColumn> found = found(connection);
    List<String> problems = new ArrayList<>();
    for (TableColumn column : target.columns()) {
      TargetColumn there = found.get(column.name());
      if (there == null) {
        continue;
      }
      if (!plain(there.type()).equals(plain(column.type()))) {
        problems.add(
            "expected the column %s as %s, as it is declared, but the table has it as %s; alter the one or the other"
                .formatted(column.name(), column.type(), there.type()));
      } else if (!there.nullable() && !target.isRequired(column.name())) {
        problems.add(
            "expected the column %s to take nulls but the table has it NOT NULL; declare it NOT NULL, or alter the table"
                .formatted(column.name()));
      }
    }
    return problems;
  }

  private Map<String, TargetColumn> found(Connection connection) throws SQLException {
    Map<String, TargetColumn> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Sql.of(
            """
            SELECT COLUMN_NAME, DATA_TYPE, IS_NULLABLE
            FROM {information}.COLUMNS
            WHERE UPPER(TABLE_SCHEMA) = UPPER(:schema) AND UPPER(TABLE_NAME) = UPPER(:table)
            """)
        .with("information", warehouse.dialect().informationSchema())
        .bind("schema", warehouse.targetSchema())
        .bind("table", Identifiers.canonical(dataset.table()))
        .query(connection, row -> found.put(row.text("COLUMN_NAME"), TargetColumn.of(row)));
    return found;
  }

  private static String plain(String type) {
    return type.replace(" ", "").toUpperCase(Locale.ROOT);
  }
}
