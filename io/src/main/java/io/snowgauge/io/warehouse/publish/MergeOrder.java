package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;
import java.util.ArrayList;
import java.util.List;

/** How the target's rows and the records that may take their places are compared. */
record MergeOrder(MergeTables tables) {
  /**
   * That a row {@code t} of the target, of file {@code f}, is newer than a winner {@code w} of
   * version {@code v}: by the order that is declared, no value being the earliest; where that is
   * equal, by files.
   */
  Sql isNewer() {
    Sql newer =
        Sql.of(
            """
            t._FILE_MODIFIED_AT > v.LAST_MODIFIED
                OR (t._FILE_MODIFIED_AT = v.LAST_MODIFIED
                  AND (COALESCE(f.URI, '') > v.URI
                    OR (f.URI = v.URI AND f.SEQUENCER > v.SEQUENCER)))
            """);
    for (int i = tables.order().size() - 1; i >= 0; i--) {
      newer =
          Sql.of(
                  """
                  {there} > {winner} OR ({there} IS NOT NULL AND {winner} IS NULL)
                  OR (({there} = {winner} OR ({there} IS NULL AND {winner} IS NULL)) AND ({rest}))
                  """)
              .with("there", Sql.of("t.{column}").with("column", tables.order().get(i).target()))
              .with("winner", Sql.of("w.{column}").with("column", tables.orderColumns().get(i)))
              .with("rest", newer);
    }
    return newer;
  }

  /** That a winner and a row of the target have the same key, in {@code w} and {@code t}. */
  List<Sql> sameKey() {
    List<Sql> conditions = new ArrayList<>();
    for (int i = 0; i < tables.key().size(); i++) {
      conditions.add(
          Sql.of("w.{winner} = t.{target}")
              .with("winner", tables.keyColumns().get(i))
              .with("target", tables.key().get(i).target()));
    }
    return conditions;
  }
}
