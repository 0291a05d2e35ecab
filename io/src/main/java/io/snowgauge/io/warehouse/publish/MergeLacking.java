package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Winners that do not have all columns. What they lack is that of the last record of their key that
 * has it and that no row of the target is newer than, else that of the row whose place they take,
 * else null: so it is as if the records came one after the other in their order.
 * docs/adr/0029-absent-columns.md gives the reasons.
 */
final class MergeLacking {
  private final Attempt attempt;
  private final MergeTables tables;
  private final MergeOrder order;
  private final String target;

  MergeLacking(Attempt attempt) {
    this.attempt = attempt;
    this.tables = attempt.merge();
    this.order = new MergeOrder(tables);
    this.target = new TargetTable(attempt.warehouse(), attempt.dataset()).name();
  }

  /**
   * Moves them to the exceptions, once for each row that they replace, with what they lack; returns
   * the number of rows that they become.
   *
   * @param hasOthers whether any of them may have overtaken another record
   */
  long except(Connection connection, int slice, boolean hasOthers) throws SQLException {
    return Sql.of(
            """
            INSERT INTO {exceptions} (PLACE, IS_WINNER, IS_SAME{kept}{held})
            SELECT
              y.PLACE,
              1,
              CASE WHEN y.IS_THERE = 1 THEN CASE WHEN {values} = {before} THEN 1 ELSE 0 END END
              {kept}{held}
            FROM (
              SELECT
                w.PLACE AS PLACE,
                CASE WHEN m.PLACE IS NULL THEN 0 ELSE 1 END AS IS_THERE{heldBefore}{newValues}
              FROM {winners} w
              JOIN {keys} k ON k.PLACE = w.PLACE
              JOIN {versions} v ON v.PLACE = w.PLACE - MOD(w.PLACE, {places})
              JOIN {records} r
                ON r._STAGE_ID = v.STAGE_ID AND r._RECORD = MOD(w.PLACE, {places})
              LEFT JOIN {matches} m ON m.PLACE = w.PLACE
              {others}
              WHERE k.ABSENT IS NOT NULL) y
            """)
        .with("exceptions", tables.exceptions())
        .withMore("kept", tables.keptColumns())
        .withMore("held", tables.heldColumns())
        .with("values", MergeContent.hash(named("y", tables.heldColumns())))
        .with("before", MergeContent.hash(named("y", numbered("BEFORE_"))))
        .withMore("heldBefore", heldBefore())
        .withMore("newValues", newValues(hasOthers))
        .with("winners", tables.winners())
        .with("keys", tables.keys())
        .with("versions", tables.versions())
        .with("places", MergeTables.PLACES)
        .with("records", attempt.staging().records())
        .with("matches", tables.matches())
        .with(
            "others",
            hasOthers
                ? Sql.of("LEFT JOIN ({lastOthers}) d ON d.WINNER = w.PLACE")
                    .with("lastOthers", lastOthers(slice))
                : Sql.of(""))
        .update(connection);
  }

  private static List<Sql> named(String alias, List<String> columns) {
    return columns.stream()
        .map(column -> Sql.of("{alias}.{column}").with("alias", alias).with("column", column))
        .toList();
  }

  private List<String> numbered(String name) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < tables.absentable().size(); i++) {
      columns.add(name + i);
    }
    return columns;
  }

  /** What the row has whose place a winner takes. */
  private List<Sql> heldBefore() {
    List<Sql> columns = new ArrayList<>();
    for (String kept : tables.keptColumns()) {
      columns.add(Sql.of("m.{kept} AS {kept}").with("kept", kept));
    }
    for (int i = 0; i < tables.absentable().size(); i++) {
      columns.add(
          Sql.of("m.{held} AS {before}")
              .with("held", tables.heldColumns().get(i))
              .with("before", numbered("BEFORE_").get(i)));
    }
    return columns;
  }

  private List<Sql> newValues(boolean hasOthers) {
    List<Sql> values = new ArrayList<>();
    for (int i = 0; i < tables.absentable().size(); i++) {
      TargetRow.Cell cell = tables.absentable().get(i);
      Sql held = Sql.of("m.{held}").with("held", tables.heldColumns().get(i));
      Sql lacked =
          hasOthers
              ? Sql.of("WHEN d.{lacks} = 0 THEN d.{last} ELSE {held}")
                  .with("lacks", numbered("LACKS_").get(i))
                  .with("last", numbered("LAST_").get(i))
                  .with("held", held)
              : Sql.of("ELSE {held}").with("held", held);
      values.add(
          Sql.of("CASE WHEN NOT {isAbsent} THEN {value} {lacked} END AS {name}")
              .with("isAbsent", cell.isAbsent("r"))
              .with("value", cell.value())
              .with("lacked", lacked)
              .with("name", tables.heldColumns().get(i)));
    }
    return values;
  }

  /**
   * Of each winner that has overtaken others the last values among these, {@code WINNER, LACKS_0…,
   * LAST_0…}.
   */
  private Sql lastOthers(int slice) {
    return Sql.of(
            """
            SELECT l.PLACE AS WINNER{values}
            FROM {winners} l
            JOIN {keys} a ON a.PLACE = l.PLACE
            JOIN {keys} o ON {sameKey}
            JOIN {versions} u ON u.PLACE = o.PLACE - MOD(o.PLACE, {places})
            JOIN {records} r ON r._STAGE_ID = u.STAGE_ID AND r._RECORD = MOD(o.PLACE, {places})
            LEFT JOIN ({older}) b ON b.PLACE = o.PLACE
            WHERE a.ABSENT IS NOT NULL AND o.SLICE = {slice} AND o.PLACE <> l.PLACE
              AND b.PLACE IS NULL
            QUALIFY ROW_NUMBER() OVER (PARTITION BY l.PLACE ORDER BY o.PLACE) = 1
            """)
        .withMore("values", lastValues())
        .with("winners", tables.winners())
        .with("keys", tables.keys())
        .withEvery("sameKey", order.sameKey("o", "l"))
        .with("versions", tables.versions())
        .with("places", MergeTables.PLACES)
        .with("records", attempt.staging().records())
        .with("older", older(slice))
        .with("slice", String.valueOf(slice));
  }

  private List<Sql> lastValues() {
    List<Sql> values = new ArrayList<>();
    for (int i = 0; i < tables.absentable().size(); i++) {
      TargetRow.Cell cell = tables.absentable().get(i);
      Sql lacks =
          Sql.of("CASE WHEN {isAbsent} THEN 1 ELSE 0 END").with("isAbsent", cell.isAbsent("r"));
      values.add(
          Sql.of("MIN({lacks}) OVER (PARTITION BY l.PLACE) AS {name}")
              .with("lacks", lacks)
              .with("name", numbered("LACKS_").get(i)));
      values.add(
          Sql.of(
                  "FIRST_VALUE({value}) OVER (PARTITION BY l.PLACE ORDER BY {lacks}, {last}) AS {name}")
              .with("value", cell.value())
              .with("lacks", lacks)
              .withAll("last", order.descending("o"))
              .with("name", numbered("LAST_").get(i)));
    }
    return values;
  }

  /** The records of a slice that a row of the target is newer than: they bring nothing. */
  private Sql older(int slice) {
    return Sql.of(
            """
            SELECT DISTINCT z.PLACE
            FROM {target} t
            JOIN {keys} z ON {sameKey}
            JOIN {versions} v ON v.PLACE = z.PLACE - MOD(z.PLACE, {places})
            LEFT JOIN ({files}) f ON f.FILE_ID = t._FILE_ID
            WHERE z.SLICE = {slice} AND ({isNewer})
            """)
        .with("target", target)
        .with("keys", tables.keys())
        .withEvery("sameKey", order.sameKey("z"))
        .with("versions", tables.versions())
        .with("places", MergeTables.PLACES)
        .with("files", order.files(attempt))
        .with("isNewer", order.isNewer("z"))
        .with("slice", String.valueOf(slice));
  }
}
