package io.snowgauge.io.warehouse;

import io.snowgauge.io.warehouse.Warehouse.CopySource;
import io.snowgauge.io.warehouse.Warehouse.TableColumn;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one publishing attempt, under names that no other attempt has: the manifest, the
 * records and rejects of the parts that it names, and what is decided about each file.
 */
final class StagingTables {
  private final Warehouse warehouse;
  private final Dataset dataset;
  private final MergeTables merge;
  private final Run run;
  private final String attempt = StagingNames.newAttempt();

  StagingTables(Warehouse warehouse, Dataset dataset, Run run) {
    this.warehouse = warehouse;
    this.dataset = dataset;
    this.run = run;
    this.merge = new MergeTables(warehouse, this::table, new TargetTable(warehouse, dataset));
  }

  /** A table of this attempt. */
  String table(String name) {
    return warehouse.stagingTable(StagingNames.of(name, attempt));
  }

  String manifest() {
    return table("MANIFEST");
  }

  /** The manifest's rows, each once, however often a retry brought it. */
  String manifestRows() {
    return "(SELECT DISTINCT * FROM " + manifest() + ")";
  }

  String records() {
    return table("RECORDS");
  }

  String rejects() {
    return table("REJECTS");
  }

  String decisions() {
    return table("DECISIONS");
  }

  /** The tables that only a merge needs. */
  MergeTables merge() {
    return merge;
  }

  private TableColumn column(String name, ColumnType type) {
    return new TableColumn(Identifiers.canonical(name), warehouse.typeName(type));
  }

  /** JSON is staged as text: what becomes of it is for the target to say. */
  private List<TableColumn> recordColumns() {
    List<TableColumn> columns = new ArrayList<>();
    columns.add(column("_STAGE_ID", ColumnType.STRING));
    columns.add(column("_RECORD", ColumnType.INTEGER));
    columns.add(column("_LINE", ColumnType.INTEGER));
    for (Column column : dataset.format().columns()) {
      boolean isJson = column.type().kind() == ColumnType.Kind.JSON;
      columns.add(column(column.name(), isJson ? ColumnType.STRING : column.type()));
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
    if (isMerge()) {
      merge.create(sql);
    }
  }

  private boolean isMerge() {
    return dataset.publish() == PublishMode.MERGE;
  }

  private void create(Sql sql, String table, List<TableColumn> columns) throws SQLException {
    sql.execute(
        warehouse.createStagingTable() + table + " (" + ControlTables.definition(columns) + ")");
  }

  /** Copies the manifest in. */
  void loadManifest(Sql sql, List<String> manifestUris) throws SQLException {
    List<TableColumn> columns = Manifest.columns(warehouse, dataset);
    warehouse.copy(
        sql.connection(), new CopySource(load(), manifest(), columns, manifestUris, '\'', 0));
  }

  /** All parts that the manifest names now. */
  Set<String> parts(Sql sql) throws SQLException {
    Set<String> parts = new LinkedHashSet<>();
    sql.query(
        row -> {
          addLines(parts, row.getString(1));
          addLines(parts, row.getString(2));
          return row;
        },
        "SELECT CSV_PARTS, REJECT_PART FROM " + manifest());
    return parts;
  }

  /** Stages the parts that the manifest names. */
  void loadParts(Sql sql) throws SQLException {
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
        sql.connection(),
        new CopySource(load(), table, columns, List.copyOf(uris), '"', widestRow));
  }

  private List<String> load() {
    return List.of(run.id(), dataset.name(), attempt);
  }

  /** Drops the tables; a table that a killed attempt leaves behind disturbs nobody. */
  void drop(Sql sql) throws SQLException {
    if (!warehouse.keepsStagingTables()) {
      return;
    }
    List<String> tables = new ArrayList<>(List.of(manifest(), records(), rejects(), decisions()));
    if (isMerge()) {
      tables.addAll(merge.all());
    }
    for (String table : tables) {
      sql.execute("DROP TABLE IF EXISTS " + table);
    }
  }
}
