package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The statements of a merge: of each key the last record by the dataset's order, modification time,
 * URI and record number takes the place of the target's rows of that key, unless one of them is
 * later. docs/adr/0006-merge.md gives the reasons. {@link Merge} runs them.
 */
final class MergeStatements {
  private final Attempt attempt;
  private final StagingTables staging;
  private final MergeTables tables;
  private final MergeOrder order;
  private final MergeContent content;
  private final boolean isLacking;
  private final String target;

  /**
   * The statements of a merge.
   *
   * @param isLacking whether any of its records does not have a column that rows keep
   */
  MergeStatements(Attempt attempt, boolean isLacking) {
    this.attempt = attempt;
    this.isLacking = isLacking;
    this.content = new MergeContent(attempt, isLacking);
    this.staging = attempt.staging();
    this.tables = attempt.merge();
    this.order = new MergeOrder(tables);
    this.target = new TargetTable(attempt.warehouse(), attempt.dataset()).name();
  }

  /** Numbers the published versions by their order. */
  void numberVersions(Connection connection) throws SQLException {
    Optional<Replay> replay = attempt.replay();
    if (replay.isPresent()) {
      numberReplayed(connection, replay.get());
      return;
    }
    Sql.of(
            """
            INSERT INTO {versions} (STAGE_ID, PLACE, URI, LAST_MODIFIED, SEQUENCER)
            SELECT
              m.STAGE_ID,
              ROW_NUMBER() OVER (
                ORDER BY m.LAST_MODIFIED, m.URI, m.SEQUENCER NULLS FIRST, m.FILE_ID DESC)
                * {places},
              m.URI,
              m.LAST_MODIFIED,
              m.SEQUENCER
            FROM (SELECT DISTINCT * FROM {manifest}) m
            WHERE m.STATUS = 'PUBLISHED'
            """)
        .with("versions", tables.versions())
        .with("places", MergeTables.PLACES)
        .with("manifest", staging.manifest())
        .update(connection);
  }

  /** Corrected lines are ordered as the version is that they were refused in. */
  private void numberReplayed(Connection connection, Replay replay) throws SQLException {
    Sql.of(
            """
            INSERT INTO {versions} (STAGE_ID, PLACE, URI, LAST_MODIFIED, SEQUENCER)
            SELECT m.STAGE_ID, {places}, o.URI, o.LAST_MODIFIED, o.SEQUENCER
            FROM (SELECT DISTINCT * FROM {manifest}) m
            CROSS JOIN ({replayed}) o
            WHERE m.STATUS = 'PUBLISHED'
            """)
        .with("versions", tables.versions())
        .with("places", MergeTables.PLACES)
        .with("manifest", staging.manifest())
        .with("replayed", replay.version())
        .update(connection);
  }

  /** Reads the keys once, so that each slice need not read the parts again; returns how many. */
  long collectKeys(Connection connection, long slices) throws SQLException {
    List<Sql> keys = tables.key().stream().map(TargetRow.Key::source).toList();
    return Sql.of(
            """
            INSERT INTO {keys} (PLACE, SLICE, CONTENT, {keyColumns}{orderColumns}{absent})
            SELECT v.PLACE + r._RECORD, {slice}, {content}, {key}{order}{ofAbsent}
            FROM {records} r
            JOIN {versions} v ON v.STAGE_ID = r._STAGE_ID
            JOIN (SELECT DISTINCT * FROM {manifest}) m ON m.STAGE_ID = r._STAGE_ID
            """)
        .with("keys", tables.keys())
        .with("slice", slice(keys, slices))
        .with("content", content.ofRecord())
        .withAll("keyColumns", tables.keyColumns())
        .withMore("orderColumns", tables.orderColumns())
        .withAll("key", keys)
        .withMore("order", tables.order().stream().map(TargetRow.Key::source).toList())
        .withMore("absent", isLacking ? List.of("ABSENT", "VARIES") : List.of())
        .withMore("ofAbsent", isLacking ? content.ofAbsent() : List.of())
        .with("records", staging.records())
        .with("versions", tables.versions())
        .with("manifest", staging.manifest())
        .update(connection);
  }

  private static Sql slice(List<Sql> keys, long slices) {
    return slices == 1
        ? Sql.of("0")
        : Sql.of("ABS(MOD(HASH({key}), {slices}))")
            .withAll("key", keys)
            .with("slices", String.valueOf(slices));
  }

  /** How many records a slice has. */
  long countRecords(Connection connection, int slice) throws SQLException {
    return Sql.of("SELECT COUNT(*) FROM {keys} WHERE SLICE = {slice}")
        .with("keys", tables.keys())
        .with("slice", String.valueOf(slice))
        .number(connection);
  }

  /** Of each key of a slice the last record; returns how many. */
  long findWinners(Connection connection, int slice) throws SQLException {
    if (!tables.order().isEmpty()) {
      return findWinnersByOrder(connection, slice);
    }
    return Sql.of(
            """
            INSERT INTO {winners} (PLACE, {key})
            SELECT MAX(PLACE), {key}
            FROM {keys}
            WHERE SLICE = {slice}
            GROUP BY {key}
            """)
        .with("winners", tables.winners())
        .withAll("key", tables.keyColumns())
        .with("keys", tables.keys())
        .with("slice", String.valueOf(slice))
        .update(connection);
  }

  private long findWinnersByOrder(Connection connection, int slice) throws SQLException {
    List<Sql> descending =
        tables.orderColumns().stream()
            .map(column -> Sql.of("{column} DESC NULLS LAST").with("column", column))
            .toList();
    return Sql.of(
            """
            INSERT INTO {winners} (PLACE, {key}, {order})
            SELECT PLACE, {key}, {order}
            FROM {keys}
            WHERE SLICE = {slice}
            QUALIFY ROW_NUMBER() OVER (
              PARTITION BY {key} ORDER BY {descending}, PLACE DESC) = 1
            """)
        .with("winners", tables.winners())
        .withAll("key", tables.keyColumns())
        .withAll("order", tables.orderColumns())
        .withAll("descending", descending)
        .with("keys", tables.keys())
        .with("slice", String.valueOf(slice))
        .update(connection);
  }

  /** Sorts out the records that a later one of their key overtook; returns how many. */
  long exceptOvertaken(Connection connection, int slice) throws SQLException {
    return Sql.of(
            """
            INSERT INTO {exceptions} (PLACE, IS_WINNER)
            SELECT k.PLACE, 0
            FROM {keys} k
            LEFT JOIN {winners} w ON w.PLACE = k.PLACE
            WHERE w.PLACE IS NULL AND k.SLICE = {slice}
            """)
        .with("exceptions", tables.exceptions())
        .with("keys", tables.keys())
        .with("winners", tables.winners())
        .with("slice", String.valueOf(slice))
        .update(connection);
  }

  /**
   * Finds the target's rows of the winners' keys; returns how many. A row whose file the ledger
   * does not know, or that has none, gives way.
   */
  long findMatches(Connection connection) throws SQLException {
    return Sql.of(
            """
            INSERT INTO {matches} (PLACE, IS_NEWER, IS_SAME{kept}{held})
            SELECT
              w.PLACE,
              CASE WHEN {isNewer} THEN 1 ELSE 0 END,
              CASE WHEN {isSame} THEN 1 ELSE 0 END{foreign}{values}
            FROM {target} t
            JOIN {winners} w ON {sameKey}
            JOIN {keys} k ON k.PLACE = w.PLACE
            JOIN {versions} v ON v.PLACE = w.PLACE - MOD(w.PLACE, {places})
            LEFT JOIN ({files}) f ON f.FILE_ID = t._FILE_ID
            """)
        .with("matches", tables.matches())
        .with("isNewer", order.isNewer("w"))
        .with("isSame", content.isSame())
        .withMore("kept", tables.keptColumns())
        .withMore("held", isLacking ? tables.heldColumns() : List.of())
        .withMore("foreign", ofTarget(tables.foreignColumns()))
        .withMore("values", isLacking ? content.held() : List.of())
        .with("target", target)
        .with("winners", tables.winners())
        .withEvery("sameKey", order.sameKey("w"))
        .with("keys", tables.keys())
        .with("versions", tables.versions())
        .with("places", MergeTables.PLACES)
        .with("files", order.files(attempt))
        .update(connection);
  }

  private static List<Sql> ofTarget(List<String> columns) {
    return columns.stream().map(name -> Sql.of("t.{column}").with("column", name)).toList();
  }

  /** Sorts out the winners that a row of the target is newer than; returns how many. */
  long exceptBeaten(Connection connection) throws SQLException {
    return Sql.of(
            """
            INSERT INTO {exceptions} (PLACE, IS_WINNER)
            SELECT DISTINCT PLACE, 0
            FROM {matches}
            WHERE IS_NEWER = 1 AND PLACE IN (SELECT PLACE FROM {winners})
            """)
        .with("exceptions", tables.exceptions())
        .with("matches", tables.matches())
        .with("winners", tables.winners())
        .update(connection);
  }

  /** Takes the records that lost to a row of the target out of the winners. */
  void removeBeaten(Connection connection) throws SQLException {
    Sql.of("DELETE FROM {winners} WHERE PLACE IN (SELECT PLACE FROM {matches} WHERE IS_NEWER = 1)")
        .with("winners", tables.winners())
        .with("matches", tables.matches())
        .update(connection);
  }

  /**
   * Moves to the exceptions the winners that replace several rows, or rows with values to keep in
   * columns that are not the dataset's; returns the number of rows that they replace. Those that do
   * not have all columns are set apart by {@link MergeLacking}.
   */
  long exceptRepeated(Connection connection) throws SQLException {
    return Sql.of(
            """
            INSERT INTO {exceptions} (PLACE, IS_WINNER{kept})
            SELECT PLACE, 1{kept}
            FROM {matches}
            WHERE PLACE IN (
              SELECT PLACE
              FROM {matches}
              WHERE PLACE IN (SELECT PLACE FROM {winners}) {andNotLacking}
              GROUP BY PLACE
              HAVING MAX(IS_NEWER) = 0 AND COUNT(*) >= {rows})
            """)
        .with("winners", tables.winners())
        .with(
            "andNotLacking",
            isLacking
                ? Sql.of("AND PLACE NOT IN (SELECT PLACE FROM {keys} WHERE ABSENT IS NOT NULL)")
                    .with("keys", tables.keys())
                : Sql.of(""))
        .with("exceptions", tables.exceptions())
        .withMore("kept", tables.keptColumns())
        .with("matches", tables.matches())
        .with("rows", tables.foreignColumns().isEmpty() ? "2" : "1")
        .update(connection);
  }

  /** How many winners of the slice were set apart. */
  long countRepeated(Connection connection) throws SQLException {
    return Sql.of(
            """
            SELECT COUNT(DISTINCT PLACE)
            FROM {exceptions}
            WHERE IS_WINNER = 1 AND PLACE IN (SELECT PLACE FROM {winners})
            """)
        .with("exceptions", tables.exceptions())
        .with("winners", tables.winners())
        .number(connection);
  }

  /** How many rows of the target the winners take the place of. */
  long countRows(Connection connection) throws SQLException {
    return Sql.of("SELECT COUNT(*) FROM {matches} WHERE PLACE IN (SELECT PLACE FROM {winners})")
        .with("matches", tables.matches())
        .with("winners", tables.winners())
        .number(connection);
  }

  /** Removes these rows; returns how many. */
  long removeReplaced(Connection connection) throws SQLException {
    return Sql.of("DELETE FROM {target} WHERE ({key}) IN (SELECT {keyColumns} FROM {winners})")
        .with("target", target)
        .withAll("key", tables.key().stream().map(TargetRow.Key::target).toList())
        .withAll("keyColumns", tables.keyColumns())
        .with("winners", tables.winners())
        .update(connection);
  }

  /** Empties the tables of an attempt at the transaction before this one. */
  void beginAnew(Connection connection) throws SQLException {
    for (String table : tables.all()) {
      Sql.of("DELETE FROM {table}").with("table", table).update(connection);
    }
  }

  /** Empties the table of the slice before; matches stay, for they are counted at the end. */
  void beginSlice(Connection connection) throws SQLException {
    Sql.of("DELETE FROM {winners}").with("winners", tables.winners()).update(connection);
  }
}
