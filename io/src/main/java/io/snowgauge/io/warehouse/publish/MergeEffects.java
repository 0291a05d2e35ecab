package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;

/** What a merge has done with the records of each version, by what it has worked out. */
final class MergeEffects {
  private MergeEffects() {}

  /**
   * A query for {@code STAGE_ID, UPDATED, UNCHANGED, OVERTAKEN}; all other records, and all of the
   * versions that it does not give, are new rows.
   *
   * @param isRepeated whether records stand for more than one row of the target
   */
  static Sql of(MergeTables tables, boolean isRepeated) {
    return Sql.of(
            """
            SELECT
              v.STAGE_ID AS STAGE_ID,
              SUM(CASE WHEN e.EFFECT = 0 THEN 1 ELSE 0 END) AS UPDATED,
              SUM(CASE WHEN e.EFFECT = 1 THEN 1 ELSE 0 END) AS UNCHANGED,
              SUM(CASE WHEN e.EFFECT = -1 THEN 1 ELSE 0 END) AS OVERTAKEN
            FROM ({effects}) e
            JOIN {versions} v ON v.PLACE = e.PLACE - MOD(e.PLACE, {places})
            GROUP BY v.STAGE_ID
            """)
        .with("effects", isRepeated ? ofRepeated(tables) : ofOne(tables))
        .with("versions", tables.versions())
        .with("places", MergeTables.PLACES);
  }

  /** Each record stands for one row at most. */
  private static Sql ofOne(MergeTables tables) {
    return Sql.of(
            """
            SELECT PLACE, IS_SAME AS EFFECT FROM {matches} WHERE IS_NEWER = 0
            UNION ALL SELECT PLACE, -1 FROM {exceptions} WHERE IS_WINNER = 0
            """)
        .with("matches", tables.matches())
        .with("exceptions", tables.exceptions());
  }

  /** A record has changed something if it has changed one row, and nothing if it lost. */
  private static Sql ofRepeated(MergeTables tables) {
    return Sql.of(
            """
            SELECT PLACE, MIN(EFFECT) AS EFFECT
            FROM (
              SELECT PLACE, IS_SAME AS EFFECT FROM {matches}
              UNION ALL
              SELECT PLACE, IS_SAME FROM {exceptions} WHERE IS_WINNER = 1 AND IS_SAME IS NOT NULL
              UNION ALL
              SELECT PLACE, -1 FROM {exceptions} WHERE IS_WINNER = 0) a
            GROUP BY PLACE
            """)
        .with("matches", tables.matches())
        .with("exceptions", tables.exceptions());
  }
}
