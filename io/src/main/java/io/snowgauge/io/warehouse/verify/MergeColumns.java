package io.snowgauge.io.warehouse.verify;

import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.transforms.archive.ArchivedVersion;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Column.JsonNull;
import io.snowgauge.transforms.record.ColumnType;
import java.util.ArrayList;
import java.util.List;

/**
 * How rows of a merge are compared.
 *
 * @param records the columns of archived records, with what says which record a row is
 * @param key those that identify a row
 * @param order those that tell which row of a key is the last
 * @param certain those whose values the last record of a key says
 * @param kept those that a record may be without, and whose values a row then keeps
 */
record MergeColumns(
    List<Column> records,
    List<Column> key,
    List<Column> order,
    List<Column> certain,
    List<Column> kept) {
  private static final Column FILE =
      new Column("_FILE_ID", "_file_id", ColumnType.STRING, JsonNull.SHOWN);
  private static final Column RECORD =
      new Column("_RECORD", "_record", ColumnType.INTEGER, JsonNull.SHOWN);

  static MergeColumns of(Dataset dataset, TargetShape shape) {
    List<Column> archived = ArchivedVersion.columns(dataset);
    List<Column> records = new ArrayList<>(archived);
    records.add(FILE);
    records.add(RECORD);
    List<Column> compared = new ArrayList<>(shape.plain());
    compared.addAll(shape.fixed());
    List<Column> kept =
        dataset.keepsAbsent()
            ? dataset.format().absentable().stream().filter(compared::contains).toList()
            : List.of();
    List<Column> certain = new ArrayList<>(compared);
    certain.removeAll(kept);
    certain.add(FILE);
    certain.add(RECORD);
    return new MergeColumns(
        List.copyOf(records),
        named(archived, dataset.key()),
        named(archived, dataset.order()),
        List.copyOf(certain),
        kept);
  }

  private static List<Column> named(List<Column> columns, List<String> names) {
    return names.stream()
        .map(
            name ->
                columns.stream()
                    .filter(
                        column ->
                            Identifiers.canonical(column.name())
                                .equals(Identifiers.canonical(name)))
                    .findFirst()
                    .orElseThrow())
        .toList();
  }

  /** Whether the table still has the columns of the key. */
  boolean canBeCompared(TargetShape shape) {
    return key.stream()
        .allMatch(column -> shape.plain().contains(column) || shape.fixed().contains(column));
  }

  /** All that is compared, as it is shown. */
  List<Column> shown() {
    List<Column> shown = new ArrayList<>(certain);
    shown.addAll(kept);
    return shown;
  }
}
