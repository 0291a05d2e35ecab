package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a record says what the row has whose place it takes, which is only counted. Hashes of 64
 * bits stand for the values, so that these are read once and not again for each slice.
 */
final class MergeContent {
  private final MergeTables tables;
  private final List<TargetRow.Cell> fixed = new ArrayList<>();
  private final List<TargetRow.Cell> varying = new ArrayList<>();

  /**
   * The contents of a merge's records.
   *
   * @param isLacking whether any of them does not have a column that rows keep
   */
  MergeContent(Attempt attempt, boolean isLacking) {
    this.tables = attempt.merge();
    for (TargetRow.Cell cell : new TargetRow(attempt.warehouse(), attempt.dataset()).cells()) {
      (isLacking && cell.isAbsentable() ? varying : fixed).add(cell);
    }
  }

  /** A hash that an INTEGER holds in both warehouses. */
  static Sql hash(List<Sql> values) {
    return Sql.of("MOD(HASH({values}), 9223372036854775807)").withAll("values", values);
  }

  /** Of the columns that all staged records {@code r} have. */
  Sql ofRecord() {
    return hash(fixed.stream().map(TargetRow.Cell::value).toList());
  }

  /** What staged records do not have, and the content of the columns that these may be without. */
  List<Sql> ofAbsent() {
    return List.of(
        Sql.of("r.{absent}").with("absent", StagingTables.ABSENT),
        hash(varying.stream().map(TargetRow.Cell::value).toList()));
  }

  /**
   * That a row {@code t} of the target has the content of a record among keys {@code k}; of a
   * record that does not have all columns, only the columns that all of them have.
   */
  Sql isSame() {
    Sql isSame = Sql.of("k.CONTENT = {content}").with("content", hash(ofTarget(fixed)));
    return varying.isEmpty()
        ? isSame
        : Sql.of("{fixed} AND (k.ABSENT IS NOT NULL OR k.VARIES = {varying})")
            .with("fixed", isSame)
            .with("varying", hash(ofTarget(varying)));
  }

  /** The values of a row {@code t} that a record {@code k} without all columns may need. */
  List<Sql> held() {
    return tables.absentable().stream()
        .map(
            cell ->
                Sql.of("CASE WHEN k.ABSENT IS NOT NULL THEN t.{column} END")
                    .with("column", cell.target()))
        .toList();
  }

  private static List<Sql> ofTarget(List<TargetRow.Cell> cells) {
    return cells.stream().map(cell -> Sql.of("t.{column}").with("column", cell.target())).toList();
  }
}
