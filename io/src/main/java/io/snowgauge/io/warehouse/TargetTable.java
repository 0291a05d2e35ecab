package io.snowgauge.io.warehouse;

import io.snowgauge.io.warehouse.Warehouse.TableColumn;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A dataset's target: its records, then its captures, then where each row came from. */
public final class TargetTable {
  private final Warehouse warehouse;
  private final Dataset dataset;

  /** The target of a dataset. */
  public TargetTable(Warehouse warehouse, Dataset dataset) {
    this.warehouse = warehouse;
    this.dataset = dataset;
  }

  /** The table, qualified and quoted. */
  String name() {
    return warehouse.qualified(warehouse.targetSchema()) + "." + Identifiers.quote(dataset.table());
  }

  private List<TableColumn> columns() {
    List<TableColumn> columns = new ArrayList<>();
    for (Column column : dataset.format().columns()) {
      columns.add(column(column.name(), column.type()));
    }
    dataset.format().extractedAt().ifPresent(c -> columns.add(column(c.name(), c.type())));
    for (Column capture : dataset.captureColumns()) {
      columns.add(column(capture.name(), capture.type()));
    }
    columns.add(column("_FILE_ID", ColumnType.STRING));
    columns.add(column("_RECORD", ColumnType.INTEGER));
    columns.add(column("_LINE", ColumnType.INTEGER));
    columns.add(column("_RUN_ID", ColumnType.STRING));
    columns.add(column("_FILE_MODIFIED_AT", ColumnType.TIMESTAMP));
    columns.add(column("_LOADED_AT", ColumnType.TIMESTAMP));
    return columns;
  }

  private TableColumn column(String name, ColumnType type) {
    return new TableColumn(Identifiers.canonical(name), warehouse.typeName(type));
  }

  /** The statements that create what is missing, in order. */
  public List<String> ddl() {
    return List.of(
        "CREATE SCHEMA IF NOT EXISTS " + warehouse.qualified(warehouse.targetSchema()),
        "CREATE TABLE IF NOT EXISTS " + name() + " (" + ControlTables.definition(columns()) + ")");
  }

  /** Creates what is missing: the table, or columns that the configuration has since gained. */
  public void create(Connection connection) throws SQLException {
    Sql sql = new Sql(connection);
    for (String statement : ddl()) {
      sql.execute(statement);
    }
    Set<String> present =
        sql
            .query(
                row -> row.getString(1).toUpperCase(Locale.ROOT),
                "SELECT COLUMN_NAME FROM INFORMATION_SCHEMA.COLUMNS"
                    + " WHERE UPPER(TABLE_SCHEMA) = UPPER(?) AND UPPER(TABLE_NAME) = UPPER(?)",
                warehouse.targetSchema(),
                Identifiers.canonical(dataset.table()))
            .stream()
            .collect(Collectors.toSet());
    for (TableColumn column : columns()) {
      if (!present.contains(column.name().toUpperCase(Locale.ROOT))) {
        sql.execute(
            "ALTER TABLE " + name() + " ADD COLUMN " + ControlTables.definition(List.of(column)));
      }
    }
  }

  /**
   * The statement that moves staged records of published files here; its values are the run's id
   * and the time.
   */
  String move(StagingTables staging) {
    List<String> targets = new ArrayList<>();
    List<String> sources = new ArrayList<>();
    for (Column column : dataset.format().columns()) {
      add(targets, sources, column.name(), "r." + Identifiers.quote(column.name()));
    }
    dataset
        .format()
        .extractedAt()
        .ifPresent(column -> add(targets, sources, column.name(), "m.EXTRACTED_AT"));
    List<Column> captures = dataset.captureColumns();
    for (int i = 0; i < captures.size(); i++) {
      add(targets, sources, captures.get(i).name(), "m." + Manifest.captureColumn(i));
    }
    add(targets, sources, "_FILE_ID", "m.FILE_ID");
    add(targets, sources, "_RECORD", "r._RECORD");
    add(targets, sources, "_LINE", "r._LINE");
    add(targets, sources, "_RUN_ID", "?");
    add(targets, sources, "_FILE_MODIFIED_AT", "m.LAST_MODIFIED");
    add(
        targets,
        sources,
        "_LOADED_AT",
        "CAST(? AS " + warehouse.typeName(ColumnType.TIMESTAMP) + ")");
    return "INSERT INTO "
        + name()
        + " ("
        + String.join(", ", targets)
        + ") SELECT "
        + String.join(", ", sources)
        + " FROM "
        + staging.records()
        + " r JOIN "
        + staging.manifestRows()
        + " m ON m.STAGE_ID = r.STAGE_ID JOIN "
        + staging.decisions()
        + " d ON d.STAGE_ID = m.STAGE_ID WHERE d.STATUS = 'PUBLISHED'";
  }

  private static void add(
      List<String> targets, List<String> sources, String target, String source) {
    targets.add(Identifiers.quote(target));
    sources.add(source);
  }
}
