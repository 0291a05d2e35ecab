package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ColumnType;
import java.util.ArrayList;
import java.util.List;

/**
 * How a row of the target is made of a staged record {@code r} and its file's manifest {@code m}.
 */
final class TargetRow {
  private final Warehouse warehouse;
  private final Dataset dataset;

  TargetRow(Warehouse warehouse, Dataset dataset) {
    this.warehouse = warehouse;
    this.dataset = dataset;
  }

  /** The target's columns that the dataset declares, quoted, in the order of {@link #values}. */
  List<String> columns() {
    List<String> columns = new ArrayList<>();
    dataset.format().columns().forEach(column -> columns.add(Identifiers.quote(column.name())));
    dataset.format().extractedAt().ifPresent(c -> columns.add(Identifiers.quote(c.name())));
    dataset.captureColumns().forEach(column -> columns.add(Identifiers.quote(column.name())));
    return columns;
  }

  /** Their values. */
  List<Sql> values() {
    List<Sql> values = new ArrayList<>();
    for (Column column : dataset.format().columns()) {
      values.add(value(column));
    }
    dataset.format().extractedAt().ifPresent(column -> values.add(Sql.of("m.EXTRACTED_AT")));
    for (int i = 0; i < dataset.captureColumns().size(); i++) {
      values.add(captured(i));
    }
    return values;
  }

  /**
   * A column whose value a record or a path says.
   *
   * @param target its name in the target, quoted
   * @param value of the staged record
   * @param position among the format's columns, from 0
   * @param isAbsentable whether records may be without it, and rows then keep theirs
   */
  record Cell(String target, Sql value, int position, boolean isAbsentable) {
    /** That a staged record, by its alias, does not have the column. */
    Sql isAbsent(String record) {
      return Sql.of("SUBSTR({record}.{absent}, {position}, 1) = 'a'")
          .with("record", record)
          .with("absent", StagingTables.ABSENT)
          .with("position", String.valueOf(position + 1));
    }
  }

  /** All such columns; when a file was extracted is none. */
  List<Cell> cells() {
    List<Column> declared = dataset.format().columns();
    List<Column> absentable =
        dataset.keepsAbsent() ? dataset.format().absentable() : List.<Column>of();
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < declared.size(); i++) {
      Column column = declared.get(i);
      cells.add(
          new Cell(
              Identifiers.quote(column.name()), value(column), i, absentable.contains(column)));
    }
    for (int i = 0; i < dataset.captureColumns().size(); i++) {
      String name = Identifiers.quote(dataset.captureColumns().get(i).name());
      cells.add(new Cell(name, captured(i), declared.size() + i, false));
    }
    return cells;
  }

  /** Those that records may be without. */
  List<Cell> absentable() {
    return cells().stream().filter(Cell::isAbsentable).toList();
  }

  private Sql value(Column column) {
    Sql staged = staged(column);
    return column.type().isJson() ? warehouse.dialect().parseJson(staged, column.type()) : staged;
  }

  private static Sql staged(Column column) {
    return Sql.of("r.{column}").with("column", Identifiers.quote(column.name()));
  }

  private static Sql captured(int index) {
    return Sql.of("m.{column}").with("column", Manifest.captureColumn(index));
  }

  /**
   * A column by which rows are compared.
   *
   * @param target its name in the target, quoted
   * @param source its value
   */
  record Key(String target, Sql source, ColumnType type) {}

  /** The columns of the dataset's key, in its order. */
  List<Key> key() {
    return dataset.key().stream().map(name -> compared("key", name)).toList();
  }

  /** The columns that tell which row of a key is the last, the first one first. */
  List<Key> order() {
    return dataset.order().stream().map(name -> compared("order", name)).toList();
  }

  private Key compared(String setting, String name) {
    String target = Identifiers.quote(name);
    for (Column column : dataset.format().columns()) {
      if (Identifiers.quote(column.name()).equals(target)) {
        return new Key(target, staged(column), column.type());
      }
    }
    List<Column> captures = dataset.captureColumns();
    for (int i = 0; i < captures.size(); i++) {
      if (Identifiers.quote(captures.get(i).name()).equals(target)) {
        return new Key(target, captured(i), captures.get(i).type());
      }
    }
    throw new IllegalArgumentException(
        "%s.%s: expected a declared column or a capture but found '%s'"
            .formatted(dataset.name(), setting, name));
  }
}
