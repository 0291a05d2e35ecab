package io.snowgauge.io.warehouse;

import io.snowgauge.transforms.dataset.Dataset;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements of a merge: of each key the last record by modification time, URI and record
 * number takes the place of the target's rows of that key, unless one of them is of a later file.
 * docs/adr/0006-merge.md gives the reasons. No number of rows is taken for granted: each is known
 * before the statement that changes them, or the merge fails.
 */
final class MergeStatements {
  /** Places between two versions; no file has so many records. */
  private static final long PLACES = 1L << 40;

  private final Warehouse warehouse;
  private final Dataset dataset;
  private final Run run;
  private final StagingTables staging;
  private final TargetTable target;
  private final MergeTables tables;

  MergeStatements(Warehouse warehouse, Dataset dataset, Run run, StagingTables staging) {
    this.warehouse = warehouse;
    this.dataset = dataset;
    this.run = run;
    this.staging = staging;
    this.target = new TargetTable(warehouse, dataset);
    this.tables = staging.merge();
  }

  /**
   * Merges the records of the published versions.
   *
   * @param records how many they are
   */
  void merge(Sql sql, long records) throws SQLException {
    for (String table : tables.all()) {
      sql.update("DELETE FROM " + table);
    }
    numberVersions(sql);
    long slices = records / warehouse.keysPerStatement() + 1;
    require("stage", records, collectKeys(sql, slices));
    long simple = records;
    long repeated = 0;
    for (int slice = 0; slice < slices; slice++) {
      Slice decided = decide(sql, slice);
      simple -= decided.lost() + decided.winnersToRepeat();
      repeated += decided.rowsToRepeat();
      require("take the place of", decided.rowsToReplace(), decided.rowsReplaced());
    }
    require("merge", simple, insertOnce(sql));
    if (repeated > 0) {
      require("merge again", repeated, insertRepeated(sql));
    }
  }

  private void require(String what, long expected, long found) throws SQLException {
    if (found != expected) {
      throw new SQLException(
          dataset.name()
              + ": expected to "
              + what
              + " "
              + expected
              + " rows but found "
              + found
              + "; nothing was published");
    }
  }

  private void numberVersions(Sql sql) throws SQLException {
    sql.update(
        "INSERT INTO "
            + tables.versions()
            + " (STAGE_ID, PLACE, URI, LAST_MODIFIED, SEQUENCER) SELECT m.STAGE_ID,"
            + " ROW_NUMBER() OVER (ORDER BY m.LAST_MODIFIED, m.URI, m.SEQUENCER NULLS FIRST,"
            + " m.FILE_ID DESC) * "
            + PLACES
            + ", m.URI, m.LAST_MODIFIED, m.SEQUENCER FROM "
            + staging.manifestRows()
            + " m JOIN "
            + staging.decisions()
            + " d ON d.STAGE_ID = m.STAGE_ID WHERE d.STATUS = 'PUBLISHED'");
  }

  /** Reads the keys once, so that each slice need not read the parts again. */
  private long collectKeys(Sql sql, long slices) throws SQLException {
    String keys =
        target.key().stream().map(TargetTable.Key::source).collect(Collectors.joining(", "));
    return sql.update(
        "INSERT INTO "
            + tables.keys()
            + " SELECT v.PLACE + r._RECORD, "
            + (slices == 1 ? "0" : "ABS(MOD(HASH(" + keys + "), " + slices + "))")
            + ", "
            + keys
            + " FROM "
            + staging.records()
            + " r JOIN "
            + tables.versions()
            + " v ON v.STAGE_ID = r._STAGE_ID JOIN "
            + staging.manifestRows()
            + " m ON m.STAGE_ID = r._STAGE_ID");
  }

  /**
   * What became of the keys of a slice.
   *
   * @param lost records to another one or to a row of the target
   * @param winnersToRepeat winners that have to go in otherwise than simply once
   * @param rowsToRepeat how many rows these take the place of
   * @param rowsToReplace rows of the target that winners take the place of
   * @param rowsReplaced how many were removed for it
   */
  private record Slice(
      long lost, long winnersToRepeat, long rowsToRepeat, long rowsToReplace, long rowsReplaced) {}

  private Slice decide(Sql sql, int slice) throws SQLException {
    sql.update("DELETE FROM " + tables.winners());
    sql.update("DELETE FROM " + tables.matches());
    long records =
        sql.queryOne(
            row -> row.getLong(1),
            "SELECT COUNT(*) FROM " + tables.keys() + " WHERE SLICE = " + slice);
    long lost = records - findWinners(sql, slice);
    if (lost > 0) {
      require("drop as overtaken", lost, exceptOvertaken(sql, slice));
    }
    long matches = findMatches(sql);
    if (matches == 0) {
      return new Slice(lost, 0, 0, 0, 0);
    }
    long beaten = exceptBeaten(sql);
    if (beaten > 0) {
      sql.update(
          "DELETE FROM "
              + tables.winners()
              + " WHERE PLACE IN (SELECT PLACE FROM "
              + tables.matches()
              + " WHERE IS_NEWER = 1)");
    }
    long rowsToRepeat = exceptRepeated(sql);
    long winnersToRepeat = rowsToRepeat == 0 ? 0 : countRepeated(sql);
    return new Slice(
        lost + beaten, winnersToRepeat, rowsToRepeat, countRows(sql), removeReplaced(sql));
  }

  private long findWinners(Sql sql, int slice) throws SQLException {
    String keys = String.join(", ", tables.keyColumns());
    return sql.update(
        "INSERT INTO "
            + tables.winners()
            + " SELECT MAX(PLACE), "
            + keys
            + " FROM "
            + tables.keys()
            + " WHERE SLICE = "
            + slice
            + " GROUP BY "
            + keys);
  }

  private long exceptOvertaken(Sql sql, int slice) throws SQLException {
    return sql.update(
        "INSERT INTO "
            + tables.exceptions()
            + " (PLACE, IS_WINNER) SELECT k.PLACE, 0 FROM "
            + tables.keys()
            + " k LEFT JOIN "
            + tables.winners()
            + " w ON w.PLACE = k.PLACE WHERE w.PLACE IS NULL AND k.SLICE = "
            + slice);
  }

  /** A row whose file the ledger does not know, or that has none, gives way. */
  private long findMatches(Sql sql) throws SQLException {
    List<String> columns = new ArrayList<>();
    columns.add("w.PLACE");
    columns.add(
        "CASE WHEN t._FILE_MODIFIED_AT > v.LAST_MODIFIED OR (t._FILE_MODIFIED_AT = v.LAST_MODIFIED"
            + " AND (COALESCE(f.URI, '') > v.URI OR (f.URI = v.URI AND f.SEQUENCER > v.SEQUENCER)))"
            + " THEN 1 ELSE 0 END");
    tables.foreignColumns().forEach(column -> columns.add("t." + Identifiers.quoteExactly(column)));
    List<String> sameKey = new ArrayList<>();
    for (int i = 0; i < target.key().size(); i++) {
      sameKey.add("w.KEY_" + i + " = t." + target.key().get(i).target());
    }
    return sql.update(
        "INSERT INTO "
            + tables.matches()
            + " SELECT "
            + String.join(", ", columns)
            + " FROM "
            + target.name()
            + " t JOIN "
            + tables.winners()
            + " w ON "
            + String.join(" AND ", sameKey)
            + " JOIN "
            + tables.versions()
            + " v ON v.PLACE = w.PLACE - MOD(w.PLACE, "
            + PLACES
            + ") LEFT JOIN (SELECT FILE_ID, MAX(URI) AS URI, MAX(SEQUENCER) AS SEQUENCER FROM "
            + new ControlTables(warehouse).table(ControlTables.FILES)
            + " WHERE DATASET = ? AND LAST_MODIFIED IN (SELECT LAST_MODIFIED FROM "
            + tables.versions()
            + ") GROUP BY FILE_ID) f ON f.FILE_ID = t._FILE_ID",
        dataset.name());
  }

  /** Sorts out the winners that a row of the target is newer than; returns how many. */
  private long exceptBeaten(Sql sql) throws SQLException {
    return sql.update(
        "INSERT INTO "
            + tables.exceptions()
            + " (PLACE, IS_WINNER) SELECT DISTINCT PLACE, 0 FROM "
            + tables.matches()
            + " WHERE IS_NEWER = 1");
  }

  /**
   * Sets apart the winners that take the place of several rows, or of rows with columns of others,
   * which keep their values; returns how many rows these are.
   */
  private long exceptRepeated(Sql sql) throws SQLException {
    String kept =
        tables.keptColumns().stream().map(column -> ", " + column).collect(Collectors.joining());
    return sql.update(
        "INSERT INTO "
            + tables.exceptions()
            + " SELECT PLACE, 1"
            + kept
            + " FROM "
            + tables.matches()
            + " WHERE PLACE IN (SELECT PLACE FROM "
            + tables.matches()
            + " GROUP BY PLACE HAVING MAX(IS_NEWER) = 0"
            + (tables.foreignColumns().isEmpty() ? " AND COUNT(*) > 1)" : ")"));
  }

  private long countRepeated(Sql sql) throws SQLException {
    return sql.queryOne(
        row -> row.getLong(1),
        "SELECT COUNT(DISTINCT PLACE) FROM "
            + tables.exceptions()
            + " WHERE IS_WINNER = 1 AND PLACE IN (SELECT PLACE FROM "
            + tables.winners()
            + ")");
  }

  private long countRows(Sql sql) throws SQLException {
    return sql.queryOne(
        row -> row.getLong(1),
        "SELECT COUNT(*) FROM "
            + tables.matches()
            + " WHERE PLACE IN (SELECT PLACE FROM "
            + tables.winners()
            + ")");
  }

  private long removeReplaced(Sql sql) throws SQLException {
    String key =
        target.key().stream().map(TargetTable.Key::target).collect(Collectors.joining(", "));
    return sql.update(
        "DELETE FROM "
            + target.name()
            + " WHERE ("
            + key
            + ") IN (SELECT "
            + String.join(", ", tables.keyColumns())
            + " FROM "
            + tables.winners()
            + ")");
  }

  private long insertOnce(Sql sql) throws SQLException {
    String insert = target.insert(staging, List.of(), List.of());
    return insert(sql, insert, " LEFT JOIN ", "x.PLACE IS NULL");
  }

  private long insertRepeated(Sql sql) throws SQLException {
    List<String> kept = tables.keptColumns().stream().map(column -> "x." + column).toList();
    String insert = target.insert(staging, tables.foreignColumns(), kept);
    return insert(sql, insert, " JOIN ", "x.IS_WINNER = 1");
  }

  private long insert(Sql sql, String insert, String join, String condition) throws SQLException {
    return sql.update(
        insert
            + " JOIN "
            + tables.versions()
            + " v ON v.STAGE_ID = r._STAGE_ID"
            + join
            + tables.exceptions()
            + " x ON x.PLACE = v.PLACE + r._RECORD WHERE "
            + condition,
        run.id(),
        Sql.timestamp(Instant.now()));
  }
}
