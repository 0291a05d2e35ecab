package io.snowgauge.io.warehouse;

import io.snowgauge.io.warehouse.Warehouse.CopySource;
import io.snowgauge.io.warehouse.Warehouse.TableColumn;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one publishing attempt, under names that no other attempt has: the manifest, the
 * records and rejects of the parts that it names, and what is decided about each file.
 */
final class StagingTables {
  private final Warehouse warehouse;
  private final Dataset dataset;
  private final String attempt = UUID.randomUUID().toString().replace("-", "");

  StagingTables(Warehouse warehouse, Dataset dataset) {
    this.warehouse = warehouse;
    this.dataset = dataset;
  }

  String manifest() {
    return warehouse.stagingTable("SNOWGAUGE_MANIFEST_" + attempt);
  }

  /** The manifest's rows, each once, however often a retry brought it. */
  String manifestRows() {
    return "(SELECT DISTINCT * FROM " + manifest() + ")";
  }

  String records() {
    return warehouse.stagingTable("SNOWGAUGE_RECORDS_" + attempt);
  }

  String rejects() {
    return warehouse.stagingTable("SNOWGAUGE_REJECTS_" + attempt);
  }

  String decisions() {
    return warehouse.stagingTable("SNOWGAUGE_DECISIONS_" + attempt);
  }

  private TableColumn column(String name, ColumnType type) {
    return new TableColumn(Identifiers.canonical(name), warehouse.typeName(type));
  }

  private List<TableColumn> recordColumns() {
    List<TableColumn> columns = new ArrayList<>();
    columns.add(column("STAGE_ID", ColumnType.STRING));
    columns.add(column("_RECORD", ColumnType.INTEGER));
    columns.add(column("_LINE", ColumnType.INTEGER));
    for (Column column : dataset.format().columns()) {
      columns.add(column(column.name(), column.type()));
    }
    return columns;
  }

  private List<TableColumn> rejectColumns() {
    return List.of(
        column("STAGE_ID", ColumnType.STRING),
        column("LINE", ColumnType.INTEGER),
        column("COLUMN_NUMBER", ColumnType.INTEGER),
        column("REASON", ColumnType.STRING),
        column("RAW", ColumnType.STRING));
  }

  private List<TableColumn> decisionColumns() {
    return List.of(
        column("FILE_ID", ColumnType.STRING),
        column("STAGE_ID", ColumnType.STRING),
        column("STATUS", ColumnType.STRING),
        column("MESSAGE", ColumnType.STRING),
        column("ATTEMPT", ColumnType.INTEGER));
  }

  /** Creates the tables that are written to; where creating commits, before the transaction. */
  void create(Sql sql) throws SQLException {
    create(sql, manifest(), Manifest.columns(warehouse, dataset));
    create(sql, decisions(), decisionColumns());
  }

  private void create(Sql sql, String table, List<TableColumn> columns) throws SQLException {
    sql.execute(
        warehouse.createStagingTable() + table + " (" + ControlTables.definition(columns) + ")");
  }

  /** Copies the manifest in. */
  void loadManifest(Sql sql, List<String> manifestUris) throws SQLException {
    List<TableColumn> columns = Manifest.columns(warehouse, dataset);
    warehouse.copy(
        sql.connection(), new CopySource(manifest(), columns, manifestUris, '\'', true, 0));
  }

  /**
   * Stages the parts that the manifest names.
   *
   * @return the parts
   */
  Set<String> loadParts(Sql sql) throws SQLException {
    Set<String> parts = new LinkedHashSet<>();
    Set<String> rejectParts = new LinkedHashSet<>();
    long[] widest = {0};
    sql.query(
        row -> {
          addLines(parts, row.getString(1));
          addLines(rejectParts, row.getString(2));
          widest[0] = Math.max(widest[0], row.getLong(3));
          return row;
        },
        "SELECT CSV_PARTS, REJECT_PART, WIDEST_ROW FROM " + manifest());
    stage(sql, records(), recordColumns(), parts, widest[0]);
    stage(sql, rejects(), rejectColumns(), rejectParts, 0);
    parts.addAll(rejectParts);
    return parts;
  }

  private static void addLines(Set<String> parts, @Nullable String lines) {
    if (lines != null) {
      parts.addAll(List.of(lines.split("\n", -1)));
    }
  }

  private void stage(
      Sql sql, String table, List<TableColumn> columns, Set<String> uris, long widestRow)
      throws SQLException {
    warehouse.stage(
        sql.connection(), new CopySource(table, columns, List.copyOf(uris), '"', false, widestRow));
  }

  /** Drops the tables; a table that a killed attempt leaves behind disturbs nobody. */
  void drop(Sql sql) throws SQLException {
    if (!warehouse.keepsStagingTables()) {
      return;
    }
    for (String table : List.of(manifest(), records(), rejects(), decisions())) {
      sql.execute("DROP TABLE IF EXISTS " + table);
    }
  }
}
