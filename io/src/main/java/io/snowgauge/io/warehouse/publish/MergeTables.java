package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The tables in which one attempt works out a merge. A record's <em>place</em> is its position in
 * the order of all records of the load: its version's place plus its number in the file.
 */
final class MergeTables {
  /** Places between two versions; no file has so many records. */
  static final String PLACES = String.valueOf(1L << 40);

  private final Warehouse warehouse;
  private final StagingTables staging;
  private final TargetTable target;
  private final List<TargetRow.Key> key;
  private final List<TargetRow.Key> order;
  private final List<TargetRow.Cell> absentable;
  private final long longestText;
  private List<String> foreign = List.of();
  private boolean isBegun;

  /** Tables of an attempt with its target's key. */
  MergeTables(Warehouse warehouse, Dataset dataset, StagingTables staging) {
    this.warehouse = warehouse;
    this.staging = staging;
    this.target = new TargetTable(warehouse, dataset);
    this.longestText = dataset.format().longestText();
    this.key = new TargetRow(warehouse, dataset).key();
    this.order = new TargetRow(warehouse, dataset).order();
    this.absentable = new TargetRow(warehouse, dataset).absentable();
  }

  /** The versions to publish, {@code STAGE_ID, PLACE, URI, LAST_MODIFIED, SEQUENCER}. */
  String versions() {
    return staging.table("VERSIONS");
  }

  /**
   * The staged records, {@code PLACE, SLICE, CONTENT, KEY_0…, ORDER_0…}, and {@code ABSENT, VARIES}
   * where rows keep values: what {@link StagingTables#ABSENT} says, and the content of the columns
   * that records may be without.
   */
  String keys() {
    return staging.table("KEYS");
  }

  /** Of each key of a slice the last record, {@code PLACE, KEY_0…, ORDER_0…}. */
  String winners() {
    return staging.table("WINNERS");
  }

  /**
   * The rows of the target that have a winner's key, {@code PLACE, IS_NEWER, IS_SAME, KEPT_0…,
   * HELD_0…}, of all slices.
   */
  String matches() {
    return staging.table("MATCHES");
  }

  /**
   * The records that do not simply go to the target once, {@code PLACE, IS_WINNER, IS_SAME,
   * KEPT_0…, HELD_0…}: those that lost to another record, winners that replace several rows of the
   * target, once for each row that they replace, and winners that do not have all columns.
   */
  String exceptions() {
    return staging.table("EXCEPTIONS");
  }

  List<String> all() {
    return List.of(versions(), keys(), winners(), matches(), exceptions());
  }

  /** Whether a transaction has been at them before, for all that is known of how it ended. */
  boolean wasBegun() {
    boolean before = isBegun;
    isBegun = true;
    return before;
  }

  /** The columns of the dataset's key, of which {@link #keyColumns} has the values. */
  List<TargetRow.Key> key() {
    return key;
  }

  /** {@code KEY_0, KEY_1…} */
  List<String> keyColumns() {
    return numbered("KEY_", key.size());
  }

  /** The columns of the dataset's order, of which {@link #orderColumns} has the values. */
  List<TargetRow.Key> order() {
    return order;
  }

  /** {@code ORDER_0, ORDER_1…}; none where files alone say which record is the last. */
  List<String> orderColumns() {
    return numbered("ORDER_", order.size());
  }

  /** The target's columns that are not the dataset's, quoted, as they were at the creation. */
  List<String> foreignColumns() {
    return foreign;
  }

  /** {@code KEPT_0, KEPT_1…}: the foreign columns, whose values a merge keeps. */
  List<String> keptColumns() {
    return numbered("KEPT_", foreign.size());
  }

  /** Whether rows keep the values of columns that a record does not have. */
  boolean keepsAbsent() {
    return !absentable.isEmpty();
  }

  /** The columns that records may be without, of which {@link #heldColumns} has the values. */
  List<TargetRow.Cell> absentable() {
    return absentable;
  }

  /** {@code HELD_0, HELD_1…}: what goes to the target where a winner does not have a column. */
  List<String> heldColumns() {
    return numbered("HELD_", absentable.size());
  }

  private static List<String> numbered(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> name + i).toList();
  }

  /** Creates the tables; creating commits in some warehouses: before the transaction. */
  void create(Connection connection) throws SQLException {
    foreign = target.foreignColumns(connection).stream().map(Identifiers::quoteExactly).toList();
    createVersions(connection);
    createKeys(connection);
    Sql.of("CREATE {kind} TABLE {winners} (PLACE {integer}, {compared}){options}")
        .with("kind", warehouse.dialect().stagingTableKind())
        .with("options", warehouse.dialect().stagingTableOptions())
        .with("winners", winners())
        .with("integer", warehouse.dialect().typeName(ColumnType.INTEGER))
        .withAll("compared", comparedDefinition())
        .execute(connection);
    createLikeTarget(connection, matches(), "IS_NEWER");
    createLikeTarget(connection, exceptions(), "IS_WINNER");
  }

  private void createKeys(Connection connection) throws SQLException {
    List<Sql> ofAbsent =
        keepsAbsent()
            ? List.of(
                Sql.of("ABSENT {text}")
                    .with("text", warehouse.dialect().controlTypeName(ColumnType.STRING)),
                Sql.of("VARIES {integer}")
                    .with("integer", warehouse.dialect().typeName(ColumnType.INTEGER)))
            : List.of();
    Sql.of(
            """
            CREATE {kind} TABLE {keys} (
              PLACE {integer}, SLICE {integer}, CONTENT {integer}{absent}, {compared}){options}
            """)
        .with("kind", warehouse.dialect().stagingTableKind())
        .with("options", warehouse.dialect().stagingTableOptions())
        .with("keys", keys())
        .with("integer", warehouse.dialect().typeName(ColumnType.INTEGER))
        .withMore("absent", ofAbsent)
        .withAll("compared", comparedDefinition())
        .execute(connection);
  }

  private void createVersions(Connection connection) throws SQLException {
    Sql.of(
            """
            CREATE {kind} TABLE {versions} (
              STAGE_ID {text},
              PLACE {integer},
              URI {text},
              LAST_MODIFIED {timestamp},
              SEQUENCER {text}){options}
            """)
        .with("kind", warehouse.dialect().stagingTableKind())
        .with("options", warehouse.dialect().stagingTableOptions())
        .with("versions", versions())
        .with("text", warehouse.dialect().controlTypeName(ColumnType.STRING))
        .with("integer", warehouse.dialect().typeName(ColumnType.INTEGER))
        .with("timestamp", warehouse.dialect().typeName(ColumnType.TIMESTAMP))
        .execute(connection);
  }

  private List<Sql> comparedDefinition() {
    List<Sql> definition = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      definition.add(
          definition(Sql.of("{column} {type} NOT NULL"), keyColumns().get(i), key.get(i)));
    }
    for (int i = 0; i < order.size(); i++) {
      definition.add(definition(Sql.of("{column} {type}"), orderColumns().get(i), order.get(i)));
    }
    return definition;
  }

  private Sql definition(Sql definition, String column, TargetRow.Key compared) {
    return definition
        .with("column", column)
        .with("type", warehouse.dialect().typeName(compared.type(), longestText));
  }

  /**
   * Columns that are not the dataset's keep the target's types. They are selected through a CASE,
   * so that the new table does not inherit their NOT NULL.
   */
  private void createLikeTarget(Connection connection, String table, String flag)
      throws SQLException {
    List<Sql> columns = new ArrayList<>();
    for (String column : List.of("PLACE", flag, "IS_SAME")) {
      columns.add(
          Sql.of("CASE WHEN 1 = 0 THEN CAST(0 AS {integer}) END AS {column}")
              .with("integer", warehouse.dialect().typeName(ColumnType.INTEGER))
              .with("column", column));
    }
    for (int i = 0; i < foreign.size(); i++) {
      columns.add(
          Sql.of("CASE WHEN 1 = 0 THEN t.{foreign} END AS {kept}")
              .with("foreign", foreign.get(i))
              .with("kept", keptColumns().get(i)));
    }
    for (int i = 0; i < absentable.size(); i++) {
      columns.add(
          Sql.of("CASE WHEN 1 = 0 THEN t.{column} END AS {held}")
              .with("column", absentable.get(i).target())
              .with("held", heldColumns().get(i)));
    }
    Sql.of("CREATE {kind} TABLE {table}{options} AS SELECT {columns} FROM {target} t WHERE 1 = 0")
        .with("kind", warehouse.dialect().stagingTableKind())
        .with("table", table)
        .with("options", warehouse.dialect().stagingTableOptions())
        .withAll("columns", columns)
        .with("target", target.name())
        .execute(connection);
  }
}
