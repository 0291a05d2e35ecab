package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The last statements of a merge: what was decided goes to the target. */
final class MergeInserts {
  private final Attempt attempt;
  private final StagingTables staging;
  private final MergeTables tables;
  private final String target;
  private final TargetRow row;
  private final boolean isLacking;

  /**
   * The statements of a merge.
   *
   * @param isLacking whether any of its records does not have a column that rows keep
   */
  MergeInserts(Attempt attempt, boolean isLacking) {
    this.attempt = attempt;
    this.isLacking = isLacking;
    this.staging = attempt.staging();
    this.tables = attempt.merge();
    this.target = new TargetTable(attempt.warehouse(), attempt.dataset()).name();
    this.row = new TargetRow(attempt.warehouse(), attempt.dataset());
  }

  /** Inserts what simply goes to the target once; returns how many. */
  long insertOnce(Connection connection) throws SQLException {
    return Sql.of(
            """
            INSERT INTO {target} (
              {columns},
              _FILE_ID, _RECORD, _LINE, _RUN_ID, _FILE_MODIFIED_AT, _LOADED_AT)
            SELECT
              {values},
              m.FILE_ID, r._RECORD, r._LINE, :run, m.LAST_MODIFIED, CAST(:now AS {timestamp})
            FROM {records} r
            JOIN (SELECT DISTINCT * FROM {manifest}) m ON m.STAGE_ID = r._STAGE_ID
            JOIN {versions} v ON v.STAGE_ID = r._STAGE_ID
            LEFT JOIN {exceptions} x ON x.PLACE = v.PLACE + r._RECORD
            WHERE x.PLACE IS NULL
            """)
        .with("target", target)
        .withAll("columns", row.columns())
        .withAll("values", row.values())
        .with("timestamp", attempt.warehouse().dialect().typeName(ColumnType.TIMESTAMP))
        .with("records", staging.records())
        .with("manifest", staging.manifest())
        .with("versions", tables.versions())
        .with("exceptions", tables.exceptions())
        .bind("run", attempt.run().id())
        .bind("now", Instant.now())
        .update(connection);
  }

  /** Inserts what was set apart, with the values that the rows before it had; returns how many. */
  long insertRepeated(Connection connection) throws SQLException {
    return Sql.of(
            """
            INSERT INTO {target} (
              {columns}{foreign},
              _FILE_ID, _RECORD, _LINE, _RUN_ID, _FILE_MODIFIED_AT, _LOADED_AT)
            SELECT
              {values}{kept},
              m.FILE_ID, r._RECORD, r._LINE, :run, m.LAST_MODIFIED, CAST(:now AS {timestamp})
            FROM {records} r
            JOIN (SELECT DISTINCT * FROM {manifest}) m ON m.STAGE_ID = r._STAGE_ID
            JOIN {versions} v ON v.STAGE_ID = r._STAGE_ID
            JOIN {exceptions} x ON x.PLACE = v.PLACE + r._RECORD
            WHERE x.IS_WINNER = 1
            """)
        .with("target", target)
        .withAll("columns", row.columns())
        .withMore("foreign", tables.foreignColumns())
        .withAll("values", isLacking ? heldOrOwn() : row.values())
        .withMore("kept", kept(tables.keptColumns()))
        .with("timestamp", attempt.warehouse().dialect().typeName(ColumnType.TIMESTAMP))
        .with("records", staging.records())
        .with("manifest", staging.manifest())
        .with("versions", tables.versions())
        .with("exceptions", tables.exceptions())
        .bind("run", attempt.run().id())
        .bind("now", Instant.now())
        .update(connection);
  }

  /** The values of a record, and what was worked out where it does not have a column. */
  private List<Sql> heldOrOwn() {
    List<Sql> values = new ArrayList<>(row.values());
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
