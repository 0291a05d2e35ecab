package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The last statements of a merge: what was decided goes to the target. */
final class MergeInserts {
  private final MergeTables tables;
  private final TargetInsert insert;
  private final boolean isLacking;

  /**
   * The statements of a merge.
   *
   * @param isLacking whether any of its records does not have a column that rows keep
   */
  MergeInserts(Attempt attempt, boolean isLacking) {
    this.isLacking = isLacking;
    this.tables = attempt.merge();
    this.insert = new TargetInsert(attempt);
  }

  /** Inserts what simply goes to the target once; returns how many. */
  long insertOnce(Connection connection) throws SQLException {
    return insert
        .of(
            Sql.of(
                    """
                    JOIN {versions} v ON v.STAGE_ID = r._STAGE_ID
                    LEFT JOIN {exceptions} x ON x.PLACE = v.PLACE + r._RECORD
                    WHERE x.PLACE IS NULL
                    """)
                .with("versions", tables.versions())
                .with("exceptions", tables.exceptions()))
        .update(connection);
  }

  /** Inserts what was set apart, with the values that the rows before it had; returns how many. */
  long insertRepeated(Connection connection) throws SQLException {
    return insert
        .of(
            isLacking ? heldOrOwn() : insert.row().values(),
            tables.foreignColumns(),
            kept(tables.keptColumns()),
            Sql.of(
                    """
                    JOIN {versions} v ON v.STAGE_ID = r._STAGE_ID
                    JOIN {exceptions} x ON x.PLACE = v.PLACE + r._RECORD
                    WHERE x.IS_WINNER = 1
                    """)
                .with("versions", tables.versions())
                .with("exceptions", tables.exceptions()))
        .update(connection);
  }

  /** The values of a record, and what was worked out where it does not have a column. */
  private List<Sql> heldOrOwn() {
    List<Sql> values = new ArrayList<>(insert.row().values());
    for (int i = 0; i < tables.absentable().size(); i++) {
      TargetRow.Cell cell = tables.absentable().get(i);
      values.set(
          cell.position(),
          Sql.of("CASE WHEN {isAbsent} THEN x.{held} ELSE {value} END")
              .with("isAbsent", cell.isAbsent("r"))
              .with("held", tables.heldColumns().get(i))
              .with("value", cell.value()));
    }
    return values;
  }

  private static List<Sql> kept(List<String> columns) {
    return columns.stream().map(name -> Sql.of("x.{column}").with("column", name)).toList();
  }
}
