package io.snowgauge.io.warehouse.publish;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A merge, slice by slice of its keys. No number of rows is taken for granted: each is known before
 * the statement that changes them, or the merge fails.
 */
final class Merge {
  private final Attempt attempt;
  private final MergeStatements statements;
  private final MergeInserts inserts;

  Merge(Attempt attempt) {
    this.attempt = attempt;
    this.statements = new MergeStatements(attempt);
    this.inserts = new MergeInserts(attempt);
  }

  /**
   * Merges the records of the published versions.
   *
   * @param records how many they are
   */
  void run(Connection locked, long records) throws SQLException {
    if (attempt.merge().wasBegun()) {
      statements.beginAnew(locked);
    }
    statements.numberVersions(locked);
    long slices = records / attempt.warehouse().dialect().keysPerStatement() + 1;
    require("stage", records, statements.collectKeys(locked, slices));
    long simple = records;
    long repeated = 0;
    for (int slice = 0; slice < slices; slice++) {
      long ofSlice = slices == 1 ? records : statements.countRecords(locked, slice);
      Slice decided = decide(locked, slice, ofSlice);
      simple -= decided.lost() + decided.winnersToRepeat();
      repeated += decided.rowsToRepeat();
      require("take the place of", decided.rowsToReplace(), decided.rowsReplaced());
    }
    require("merge", simple, inserts.insertOnce(locked));
    if (repeated > 0) {
      require("merge again", repeated, inserts.insertRepeated(locked));
    }
  }

  private void require(String what, long expected, long found) throws SQLException {
    if (found != expected) {
      throw new SQLException(
          "%s: expected to %s %d rows but found %d; nothing was published"
              .formatted(attempt.dataset().name(), what, expected, found));
    }
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

  private Slice decide(Connection locked, int slice, long records) throws SQLException {
    if (slice > 0) {
      statements.beginSlice(locked);
    }
    long lost = records - statements.findWinners(locked, slice);
    if (lost > 0) {
      require("drop as overtaken", lost, statements.exceptOvertaken(locked, slice));
    }
    long matches = statements.findMatches(locked);
    if (matches == 0) {
      // Where others can write, they may have done so since.
      boolean isAlone = attempt.warehouse().traits().isExclusive();
      return new Slice(lost, 0, 0, 0, isAlone ? 0 : statements.removeReplaced(locked));
    }
    long beaten = statements.exceptBeaten(locked);
    if (beaten > 0) {
      statements.removeBeaten(locked);
    }
    long rowsToRepeat = statements.exceptRepeated(locked);
    long winnersToRepeat = rowsToRepeat == 0 ? 0 : statements.countRepeated(locked);
    return new Slice(
        lost + beaten,
        winnersToRepeat,
        rowsToRepeat,
        statements.countRows(locked),
        statements.removeReplaced(locked));
  }
}
