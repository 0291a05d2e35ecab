package io.snowgauge.io.warehouse;

import io.snowgauge.transforms.record.ColumnType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The tables in which one attempt works out a merge. A record's <em>place</em> is its position in
 * the order of all records of the load: its version's place plus its number in the file.
 */
final class MergeTables {
  private final Warehouse warehouse;
  private final UnaryOperator<String> staging;
  private final TargetTable target;
  private List<String> foreign = List.of();

  /**
   * Tables with a target's key.
   *
   * @param staging names a table of the attempt
   */
  MergeTables(Warehouse warehouse, UnaryOperator<String> staging, TargetTable target) {
    this.warehouse = warehouse;
    this.staging = staging;
    this.target = target;
  }

  /** The versions to publish, {@code STAGE_ID, PLACE, URI, LAST_MODIFIED, SEQUENCER}. */
  String versions() {
    return staging.apply("VERSIONS");
  }

  /** The staged records, {@code PLACE, SLICE, KEY_0…}. */
  String keys() {
    return staging.apply("KEYS");
  }

  /** Of each key of a slice the last record, {@code PLACE, KEY_0…}. */
  String winners() {
    return staging.apply("WINNERS");
  }

  /** The rows of the target that have a winner's key, {@code PLACE, IS_NEWER, KEPT_0…}. */
  String matches() {
    return staging.apply("MATCHES");
  }

  /**
   * The records that do not simply go to the target once, {@code PLACE, IS_WINNER, KEPT_0…}: those
   * that lost, and those that go in once for each row of the target whose place they take.
   */
  String exceptions() {
    return staging.apply("EXCEPTIONS");
  }

  List<String> all() {
    return List.of(versions(), keys(), winners(), matches(), exceptions());
  }

  /** {@code KEY_0, KEY_1…} */
  List<String> keyColumns() {
    return numbered("KEY_", target.key().size());
  }

  /** The target's columns that are not the dataset's, as they were when these were created. */
  List<String> foreignColumns() {
    return foreign;
  }

  /** {@code KEPT_0, KEPT_1…}: the foreign columns, whose values a merge keeps. */
  List<String> keptColumns() {
    return numbered("KEPT_", foreign.size());
  }

  private static List<String> numbered(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> name + i).toList();
  }

  /** Creates the tables; creating commits in some warehouses: before the transaction. */
  void create(Sql sql) throws SQLException {
    foreign = target.foreignColumns(sql);
    String text = warehouse.typeName(ColumnType.STRING);
    String integer = warehouse.typeName(ColumnType.INTEGER);
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < target.key().size(); i++) {
      keys.add("KEY_" + i + " " + warehouse.typeName(target.key().get(i).type()) + " NOT NULL");
    }
    String key = String.join(", ", keys);
    create(
        sql,
        versions(),
        " (STAGE_ID "
            + text
            + ", PLACE "
            + integer
            + ", URI "
            + text
            + ", LAST_MODIFIED "
            + warehouse.typeName(ColumnType.TIMESTAMP)
            + ", SEQUENCER "
            + text
            + ")");
    create(sql, keys(), " (PLACE " + integer + ", SLICE " + integer + ", " + key + ")");
    create(sql, winners(), " (PLACE " + integer + ", " + key + ")");
    create(sql, matches(), likeTarget(integer, "IS_NEWER"));
    create(sql, exceptions(), likeTarget(integer, "IS_WINNER"));
  }

  private void create(Sql sql, String table, String definition) throws SQLException {
    sql.execute(warehouse.createStagingTable() + table + definition);
  }

  /** The columns that are not the dataset's have types that only the target knows. */
  private String likeTarget(String integer, String flag) {
    List<String> columns = new ArrayList<>();
    columns.add("CAST(0 AS " + integer + ") AS PLACE");
    columns.add("CAST(0 AS " + integer + ") AS " + flag);
    List<String> kept = keptColumns();
    for (int i = 0; i < foreign.size(); i++) {
      columns.add("t." + Identifiers.quoteExactly(foreign.get(i)) + " AS " + kept.get(i));
    }
    return " AS SELECT " + String.join(", ", columns) + " FROM " + target.name() + " t WHERE 1 = 0";
  }
}
