package io.snowgauge.io.warehouse;

import io.snowgauge.io.warehouse.Warehouse.TableColumn;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** Its columns, in their order. */
  List<TableColumn> columns() {
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

  /**
   * A column of the dataset's key.
   *
   * @param target its name in the target, quoted
   * @param source its value, from staged records {@code r} and the manifest {@code m}
   */
  record Key(String target, String source, ColumnType type) {}

  /** The columns of the dataset's key, in its order. */
  List<Key> key() {
    return dataset.key().stream().map(this::key).toList();
  }

  private Key key(String name) {
    String target = Identifiers.quote(name);
    for (Column column : dataset.format().columns()) {
      if (isSame(column, name)) {
        return new Key(target, "r." + Identifiers.quote(column.name()), column.type());
      }
    }
    List<Column> captures = dataset.captureColumns();
    for (int i = 0; i < captures.size(); i++) {
      if (isSame(captures.get(i), name)) {
        return new Key(target, "m." + Manifest.captureColumn(i), captures.get(i).type());
      }
    }
    throw new IllegalArgumentException(
        dataset.name() + ".key: expected a declared column or a capture but found '" + name + "'");
  }

  private static boolean isSame(Column column, String name) {
    return Identifiers.canonical(column.name()).equals(Identifiers.canonical(name));
  }

  private boolean isRequired(Column column) {
    return !column.nullable()
        || (dataset.publish() == PublishMode.MERGE
            && dataset.key().stream().anyMatch(name -> isSame(column, name)));
  }

  /** The statements that create what is missing, in order. */
  public List<String> ddl() {
    String key = dataset.key().isEmpty() ? "" : warehouse.keyConstraint(dataset.key());
    return List.of(
        "CREATE SCHEMA IF NOT EXISTS " + warehouse.qualified(warehouse.targetSchema()),
        "CREATE TABLE IF NOT EXISTS " + name() + " (" + definition() + key + ")");
  }

  /** Whether the dataset never has a null in a column. */
  boolean isRequired(String column) {
    return required().contains(column);
  }

  private Set<String> required() {
    return Stream.concat(dataset.format().columns().stream(), dataset.captureColumns().stream())
        .filter(this::isRequired)
        .map(column -> Identifiers.canonical(column.name()))
        .collect(Collectors.toSet());
  }

  /** Only a new table can require values: the rows of an old one have none in a new column. */
  private String definition() {
    Set<String> required = required();
    return columns().stream()
        .map(
            column ->
                ControlTables.definition(List.of(column))
                    + (required.contains(column.name()) ? " NOT NULL" : ""))
        .collect(Collectors.joining(", "));
  }

  /** Creates what is missing: the table, or columns that the configuration has since gained. */
  public void create(Connection connection) throws SQLException {
    Sql sql = new Sql(connection);
    new Ddl(warehouse).run(sql, ddl());
    List<String> missing = without(present(sql));
    for (TableColumn column : columns()) {
      if (missing.contains(column.name())) {
        sql.execute(
            "ALTER TABLE " + name() + " ADD COLUMN " + ControlTables.definition(List.of(column)));
      }
    }
  }

  /**
   * Requires that the table and its columns are there, for {@code init} to have created them.
   *
   * @throws SQLException if they are not; says what to do
   */
  public void require(Connection connection) throws SQLException {
    List<String> present = present(new Sql(connection));
    List<String> missing = without(present);
    if (!missing.isEmpty()) {
      throw new SQLException(
          "%s: expected the table %s but found %s; 'snowgauge init' creates what is missing"
              .formatted(
                  dataset.name(),
                  name(),
                  present.isEmpty() ? "none" : "it without " + String.join(", ", missing)));
    }
  }

  /** The columns that the table lacks; nothing if it is as the dataset declares it. */
  List<String> missingColumns(Connection connection) throws SQLException {
    return without(present(new Sql(connection)));
  }

  private List<String> without(List<String> present) {
    return columns().stream()
        .map(TableColumn::name)
        .filter(name -> present.stream().noneMatch(name::equalsIgnoreCase))
        .toList();
  }

  /** The columns that the table has, as it names them. */
  private List<String> present(Sql sql) throws SQLException {
    return sql.query(
        row -> row.getString(1),
        "SELECT COLUMN_NAME FROM "
            + warehouse.informationSchema()
            + ".COLUMNS WHERE UPPER(TABLE_SCHEMA) = UPPER(?) AND UPPER(TABLE_NAME) = UPPER(?)"
            + " ORDER BY ORDINAL_POSITION",
        warehouse.targetSchema(),
        Identifiers.canonical(dataset.table()));
  }

  /** The columns that the table has but the dataset has not, as the table names them. */
  List<String> foreignColumns(Sql sql) throws SQLException {
    Set<String> own =
        columns().stream()
            .map(column -> column.name().toUpperCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return present(sql).stream()
        .filter(name -> !own.contains(name.toUpperCase(Locale.ROOT)))
        .toList();
  }

  /**
   * The statement that moves staged records of published files here; its values are the run's id
   * and the time.
   */
  String move(StagingTables staging) {
    return insert(staging, List.of(), List.of())
        + " JOIN "
        + staging.decisions()
        + " d ON d.STAGE_ID = m.STAGE_ID WHERE d.STATUS = 'PUBLISHED'";
  }

  /**
   * The start of a statement that inserts staged records {@code r} of files {@code m}, up to its
   * FROM; its values are the run's id and the time.
   *
   * @param foreign columns that the table has but the dataset has not
   * @param foreignSources their values
   */
  String insert(StagingTables staging, List<String> foreign, List<String> foreignSources) {
    List<String> targets = new ArrayList<>();
    List<String> sources = new ArrayList<>();
    for (Column column : dataset.format().columns()) {
      String staged = "r." + Identifiers.quote(column.name());
      boolean isJson = column.type().kind() == ColumnType.Kind.JSON;
      add(targets, sources, column.name(), isJson ? warehouse.parseJson(staged) : staged);
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
    String now = "CAST(? AS " + warehouse.typeName(ColumnType.TIMESTAMP) + ")";
    add(targets, sources, "_LOADED_AT", now);
    foreign.forEach(name -> targets.add(Identifiers.quoteExactly(name)));
    sources.addAll(foreignSources);
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
        + " m ON m.STAGE_ID = r._STAGE_ID";
  }

  private static void add(
      List<String> targets, List<String> sources, String target, String source) {
    targets.add(Identifiers.quote(target));
    sources.add(source);
  }
}
