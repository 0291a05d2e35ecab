package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;
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

  private final MergeLacking lacking;
  private final boolean isLacking;

  /**
   * A merge of an attempt.
   *
   * @param isLacking whether any of its records does not have a column that rows keep
   */
  Merge(Attempt attempt, boolean isLacking) {
    this.attempt = attempt;
    this.isLacking = isLacking;
    this.statements = new MergeStatements(attempt, isLacking);
    this.lacking = new MergeLacking(attempt);
    this.inserts = new MergeInserts(attempt, isLacking);
  }

  /**
   * Merges the records of the published versions.
   *
   * @param records how many they are
   * @return what it has done with them, as {@link MergeEffects} gives it
   */
  Sql run(Connection locked, long records) throws SQLException {
    if (attempt.merge().wasBegun()) {
      statements.beginAnew(locked);
    }
    statements.numberVersions(locked);
    long slices = records / attempt.warehouse().dialect().keysPerStatement() + 1;
    require("stage", records, statements.collectKeys(locked, slices));
    long simple = records;
    long repeated = 0;
    boolean isRepeated = false;
    for (int slice = 0; slice < slices; slice++) {
      long ofSlice = slices == 1 ? records : statements.countRecords(locked, slice);
      Slice decided = decide(locked, slice, ofSlice);
      simple -= decided.lost() + decided.winnersToRepeat();
      repeated += decided.rowsToRepeat();
      isRepeated |= decided.isRepeated();
      require("take the place of", decided.rowsToReplace(), decided.rowsReplaced());
    }
    require("merge", simple, inserts.insertOnce(locked));
    if (repeated > 0) {
      require("merge again", repeated, inserts.insertRepeated(locked));
    }
    return MergeEffects.of(attempt.merge(), isRepeated);
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
   * @param isRepeated whether any record has met more than one row of the target
   */
  private record Slice(
      long lost,
      long winnersToRepeat,
      long rowsToRepeat,
      long rowsToReplace,
      long rowsReplaced,
      boolean isRepeated) {}

  private Slice decide(Connection locked, int slice, long records) throws SQLException {
    if (slice > 0) {
      statements.beginSlice(locked);
    }
    long lost = records - statements.findWinners(locked, slice);
    if (lost > 0) {
      require("drop as overtaken", lost, statements.exceptOvertaken(locked, slice));
    }
    long matches = statements.findMatches(locked);
    if (matches == 0 && !isLacking) {
      // Where others can write, they may have done so since.
      boolean isAlone = attempt.warehouse().traits().isExclusive();
      return new Slice(lost, 0, 0, 0, isAlone ? 0 : statements.removeReplaced(locked), false);
    }
    long beaten = statements.exceptBeaten(locked);
    if (beaten > 0) {
      statements.removeBeaten(locked);
    }
    long rowsToRepeat =
        (isLacking ? lacking.except(locked, slice, lost > 0) : 0)
            + statements.exceptRepeated(locked);
    long winnersToRepeat = rowsToRepeat == 0 ? 0 : statements.countRepeated(locked);
    long rowsToReplace = statements.countRows(locked);
    return new Slice(
        lost + beaten,
        winnersToRepeat,
        rowsToRepeat,
        rowsToReplace,
        statements.removeReplaced(locked),
        rowsToRepeat > 0 || matches - rowsToReplace > beaten);
  }
}
