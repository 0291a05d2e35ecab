package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Catalog;
import io.snowgauge.io.warehouse.CatalogColumn;
import io.snowgauge.io.warehouse.Ddl;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.TableColumn;
import io.snowgauge.io.warehouse.Warehouse;
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
  public String name() {
    return warehouse.dialect().qualified(warehouse.targetSchema())
        + "."
        + Identifiers.quote(dataset.table());
  }

  /**
   * A column as the dataset declares it.
   *
   * @param longest no text that is read from a record is longer, in bytes of UTF-8
   */
  public record DeclaredType(String name, ColumnType type, long longest) {}

  /** Names that come out of paths and ids of runs are no longer than a key in object storage. */
  private static final long LONGEST_NAME = 1024;

  /** Its columns, in their order. */
  public List<DeclaredType> declaredTypes() {
    List<DeclaredType> columns = new ArrayList<>();
    for (Column column : dataset.format().columns()) {
      columns.add(declared(column.name(), column.type(), dataset.format().longestText()));
    }
    dataset.format().extractedAt().ifPresent(c -> columns.add(ours(c.name(), c.type())));
    for (Column capture : dataset.captureColumns()) {
      columns.add(ours(capture.name(), capture.type()));
    }
    columns.add(ours("_FILE_ID", ColumnType.STRING));
    columns.add(ours("_RECORD", ColumnType.INTEGER));
    columns.add(ours("_LINE", ColumnType.INTEGER));
    columns.add(ours("_RUN_ID", ColumnType.STRING));
    columns.add(ours("_FILE_MODIFIED_AT", ColumnType.TIMESTAMP));
    columns.add(ours("_LOADED_AT", ColumnType.TIMESTAMP));
    return columns;
  }

  private static DeclaredType ours(String name, ColumnType type) {
    return declared(name, type, LONGEST_NAME);
  }

  private static DeclaredType declared(String name, ColumnType type, long longest) {
    return new DeclaredType(Identifiers.canonical(name), type, longest);
  }

  /** Its columns, in their order, by the warehouse's names of types. */
  List<TableColumn> columns() {
    return declaredTypes().stream()
        .map(
            column ->
                new TableColumn(
                    column.name(), warehouse.dialect().typeName(column.type(), column.longest())))
        .toList();
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
  public List<Sql> ddl() {
    List<Sql> columns = new ArrayList<>(definition());
    if (!dataset.key().isEmpty()) {
      warehouse.dialect().keyConstraint(dataset.key()).ifPresent(columns::add);
    }
    return List.of(
        Sql.of("CREATE SCHEMA IF NOT EXISTS {schema}")
            .with("schema", warehouse.dialect().qualified(warehouse.targetSchema())),
        Sql.of("CREATE TABLE IF NOT EXISTS {target} ({columns})")
            .with("target", name())
            .withAll("columns", columns));
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
  private List<Sql> definition() {
    Set<String> required = required();
    List<Sql> definition = new ArrayList<>();
    for (TableColumn column : columns()) {
      Sql declared =
          required.contains(column.name()) ? Sql.of("{column} NOT NULL") : Sql.of("{column}");
      definition.add(declared.with("column", column.definition()));
    }
    return definition;
  }

  /** Creates what is missing: the table, or columns that the configuration has since gained. */
  public void create(Connection connection) throws SQLException {
    new Ddl(warehouse).run(connection, ddl());
    List<String> missing = without(present(connection));
    for (TableColumn column : columns()) {
      if (missing.contains(column.name())) {
        Sql.of("ALTER TABLE {target} ADD COLUMN {column}")
            .with("target", name())
            .with("column", column.definition())
            .execute(connection);
      }
    }
  }

  /**
   * Requires that the table and its columns are there, for {@code init} to have created them.
   *
   * @throws SQLException if they are not; says what to do
   */
  public void require(Connection connection) throws SQLException {
    List<String> present = present(connection);
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
    return without(present(connection));
  }

  private List<String> without(List<String> present) {
    return columns().stream()
        .map(TableColumn::name)
        .filter(name -> present.stream().noneMatch(name::equalsIgnoreCase))
        .toList();
  }

  /** The columns that the table has, as it names them. */
  private List<String> present(Connection connection) throws SQLException {
    return new Catalog(warehouse)
        .columns(connection, warehouse.targetSchema(), dataset.table()).stream()
            .map(CatalogColumn::name)
            .toList();
  }

  /** The columns that the table has but the dataset has not, as the table names them. */
  List<String> foreignColumns(Connection connection) throws SQLException {
    Set<String> own =
        columns().stream()
            .map(column -> column.name().toUpperCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return present(connection).stream()
        .filter(name -> !own.contains(name.toUpperCase(Locale.ROOT)))
        .toList();
  }
}
