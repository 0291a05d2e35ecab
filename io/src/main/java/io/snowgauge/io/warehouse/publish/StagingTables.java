package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.CopySource;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.TableColumn;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one publishing attempt, under names that no other attempt has: the manifest, the
 * records and rejects of the parts that it names, and what is decided about each file. Statements
 * know {@code RECORDS} by {@code _STAGE_ID, _RECORD, _LINE} and the dataset's columns.
 */
final class StagingTables {
  private final Warehouse warehouse;
  private final Dataset dataset;
  private final Run run;
  private final String attempt = StagingNames.newAttempt();

  StagingTables(Warehouse warehouse, Dataset dataset, Run run) {
    this.warehouse = warehouse;
    this.dataset = dataset;
    this.run = run;
  }

  /** A table of this attempt. */
  String table(String name) {
    return warehouse.dialect().stagingTable(StagingNames.of(name, attempt));
  }

  /** The staged files; a retry may have brought a row twice. */
  String manifest() {
    return table("MANIFEST");
  }

  String records() {
    return table("RECORDS");
  }

  /** The refused lines, {@code STAGE_ID, LINE, COLUMN_NUMBER, REASON, RAW}. */
  String rejects() {
    return table("REJECTS");
  }

  /** What becomes of each file, {@code FILE_ID, STAGE_ID, STATUS, MESSAGE, ATTEMPT}. */
  String decisions() {
    return table("DECISIONS");
  }

  /** How many records there are, {@code STAGE_ID, STAGED, HIGHEST, DISTINCT_COUNT}. */
  String balances() {
    return table("BALANCES");
  }

  private TableColumn column(String name, ColumnType type) {
    return new TableColumn(Identifiers.canonical(name), warehouse.dialect().controlTypeName(type));
  }

  /** JSON is staged as text: what becomes of it is for the target to say. */
  private List<TableColumn> recordColumns() {
    List<TableColumn> columns = new ArrayList<>();
    columns.add(column("_STAGE_ID", ColumnType.STRING));
    columns.add(column("_RECORD", ColumnType.INTEGER));
    columns.add(column("_LINE", ColumnType.INTEGER));
    for (Column column : dataset.format().columns()) {
      ColumnType type = column.type().isJson() ? ColumnType.STRING : column.type();
      columns.add(
          new TableColumn(
              Identifiers.canonical(column.name()),
              warehouse.dialect().typeName(type, dataset.format().longestText())));
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
  void create(Connection connection) throws SQLException {
    create(connection, manifest(), Manifest.columns(warehouse, dataset));
    create(connection, decisions(), decisionColumns());
  }

  private void create(Connection connection, String table, List<TableColumn> columns)
      throws SQLException {
    Sql.of("CREATE {kind} TABLE {table} ({columns}){options}")
        .with("kind", warehouse.dialect().stagingTableKind())
        .with("options", warehouse.dialect().stagingTableOptions())
        .with("table", table)
        .withAll("columns", TableColumn.definition(columns))
        .execute(connection);
  }

  /** Copies the manifest in. */
  void loadManifest(Connection connection, List<String> manifestUris) throws SQLException {
    List<TableColumn> columns = Manifest.columns(warehouse, dataset);
    warehouse
        .files()
        .copy(connection, new CopySource(load(), manifest(), columns, manifestUris, '\''));
  }

  /**
   * Parts that a manifest names.
   *
   * @param records of accepted records
   * @param rejects of refused lines
   */
  record Parts(Set<String> records, Set<String> rejects) {
    /** The parts of some rows of a manifest. */
    static Parts of(List<Named> rows) {
      Set<String> records = new LinkedHashSet<>();
      Set<String> rejects = new LinkedHashSet<>();
      for (Named row : rows) {
        addLines(records, row.csvParts());
        addLines(rejects, row.rejectPart());
      }
      return new Parts(records, rejects);
    }

    /** All of them. */
    Set<String> all() {
      Set<String> all = new LinkedHashSet<>(records);
      all.addAll(rejects);
      return all;
    }
  }

  /** What a row of the manifest names: parts of records and of refused lines, one a line. */
  record Named(@Nullable String csvParts, @Nullable String rejectPart) {
    static Named of(Row row) throws SQLException {
      return new Named(row.textOrNull("CSV_PARTS"), row.textOrNull("REJECT_PART"));
    }
  }

  /** Stages parts, of refused lines only if there are any, and counts their records. */
  void loadParts(Connection connection, Parts parts) throws SQLException {
    stage(connection, records(), recordColumns(), parts.records());
    if (!parts.rejects().isEmpty()) {
      stage(connection, rejects(), rejectColumns(), parts.rejects());
    }
    // Now, while nobody waits for the lock.
    Sql.of("CREATE {kind} TABLE {balances} AS {counts}")
        .with("kind", warehouse.dialect().stagingTableKind())
        .with("balances", balances())
        .with("counts", warehouse.dialect().recordCounts(records()))
        .execute(connection);
  }

  private static void addLines(Set<String> parts, @Nullable String lines) {
    if (lines != null) {
      parts.addAll(List.of(lines.split("\n", -1)));
    }
  }

  private void stage(
      Connection connection, String table, List<TableColumn> columns, Set<String> uris)
      throws SQLException {
    warehouse
        .files()
        .stage(connection, new CopySource(load(), table, columns, List.copyOf(uris), '"'));
  }

  private List<String> load() {
    return List.of(run.id(), dataset.name(), attempt);
  }

  /** All of the tables. */
  List<String> all() {
    return List.of(manifest(), records(), rejects(), decisions(), balances());
  }
}
