package io.snowgauge.io.warehouse.publish;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.snowgauge.io.warehouse.CopySource;
import io.snowgauge.io.warehouse.Dialect;
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
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one publishing attempt, under names that no other attempt has: the manifest with
 * what is decided about each file, and the records and rejects of the parts that it names.
 * Statements know {@code RECORDS} by {@code _STAGE_ID, _RECORD, _LINE} and the dataset's columns;
 * where rows keep values, also by {@link #ABSENT}: null where a record has all columns, else a
 * letter for each, {@code a} for those that it does not have.
 */
final class StagingTables {
  static final String ABSENT = "_ABSENT";

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

  /**
   * The staged files; a retry may have brought a row twice. Of each there is also what becomes of
   * it, {@code STATUS, MESSAGE, ATTEMPT} (no status: nothing), and how many of its records are
   * staged and what their digest is, {@code STAGED, HIGHEST, DISTINCT_COUNT, FOUND_DIGEST}.
   */
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

  private TableColumn column(String name, ColumnType type) {
    return new TableColumn(Identifiers.canonical(name), warehouse.dialect().controlTypeName(type));
  }

  private List<TableColumn> recordColumns() {
    List<TableColumn> columns = new ArrayList<>();
    columns.add(column("_STAGE_ID", ColumnType.STRING));
    columns.add(column("_RECORD", ColumnType.INTEGER));
    columns.add(column("_LINE", ColumnType.INTEGER));
    if (dataset.keepsAbsent()) {
      columns.add(column(ABSENT, ColumnType.STRING));
    }
    for (Column column : dataset.format().columns()) {
      columns.add(new TableColumn(Identifiers.canonical(column.name()), stagedType(column)));
    }
    return columns;
  }

  /** JSON may be longer than the record it is made of: it has the names, and escapes. */
  private String stagedType(Column column) {
    Dialect dialect = warehouse.dialect();
    return column.type().isJson()
        ? dialect.typeName(dialect.stagedJson(column.type()), dialect.longestText())
        : dialect.typeName(column.type(), dataset.format().longestText());
  }

  private List<TableColumn> rejectColumns() {
    return List.of(
        column("STAGE_ID", ColumnType.STRING),
        column("LINE", ColumnType.INTEGER),
        column("COLUMN_NUMBER", ColumnType.INTEGER),
        column("REASON", ColumnType.STRING),
        column("RAW", ColumnType.STRING));
  }

  /** Creates the tables that are written to; where creating commits, before the transaction. */
  void create(Connection connection) throws SQLException {
    Sql.of("CREATE {kind} TABLE {table} ({columns}){options}")
        .with("kind", warehouse.dialect().stagingTableKind())
        .with("options", warehouse.dialect().stagingTableOptions())
        .with("table", manifest())
        .withAll("columns", TableColumn.definition(Manifest.columns(warehouse, dataset)))
        .execute(connection);
  }

  /** Copies the manifest in; returns how many rows it has. */
  long loadManifest(Connection connection, List<String> manifestUris) throws SQLException {
    List<TableColumn> columns = Manifest.columns(warehouse, dataset);
    return warehouse
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

  /**
   * What a row of the manifest names.
   *
   * @param fileId of the version
   * @param stageId of the attempt at it
   * @param csvParts parts of records, one a line
   * @param rejectPart of refused lines
   */
  record Named(
      String fileId, String stageId, @Nullable String csvParts, @Nullable String rejectPart) {
    static Named of(Row row) throws SQLException {
      return new Named(
          row.text("FILE_ID"),
          row.text("STAGE_ID"),
          row.textOrNull("CSV_PARTS"),
          row.textOrNull("REJECT_PART"));
    }
  }

  /** Stages parts, of refused lines only if there are any. */
  void loadParts(Connection connection, Parts parts) throws SQLException {
    stage(connection, records(), recordColumns(), parts.records());
    if (!parts.rejects().isEmpty()) {
      OptionalLong copied = stage(connection, rejects(), rejectColumns(), parts.rejects());
      if (copied.isPresent()) {
        requireRejects(connection, copied.getAsLong());
      }
    }
  }

  /** Records are counted for each file when it is decided on; refused lines only here. */
  private void requireRejects(Connection connection, long copied) throws SQLException {
    long found =
        Sql.of("SELECT COUNT(*) FROM {rejects}").with("rejects", rejects()).number(connection);
    if (found != copied) {
      throw new SQLException(
          "COPY reported " + copied + " rows for " + rejects() + " but it has " + found);
    }
  }

  private static void addLines(Set<String> parts, @Nullable String lines) {
    if (lines != null) {
      parts.addAll(List.of(lines.split("\n", -1)));
    }
  }

  @CanIgnoreReturnValue
  private OptionalLong stage(
      Connection connection, String table, List<TableColumn> columns, Set<String> uris)
      throws SQLException {
    return warehouse
        .files()
        .stage(connection, new CopySource(load(), table, columns, List.copyOf(uris), '"'));
  }

  /** What the files that are copied belong to. */
  List<String> load() {
    return List.of(run.id(), dataset.name(), attempt);
  }

  /** All of the tables. */
  List<String> all() {
    return List.of(manifest(), records(), rejects());
  }
}
