package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.control.ControlTables;
import java.util.ArrayList;
import java.util.List;

/** How the target's rows and the records that may take their places are compared. */
record MergeOrder(MergeTables tables) {
  /**
   * That a row {@code t} of the target, of file {@code f}, is newer than a record of version {@code
   * v}: by the order that is declared, no value being the earliest; where that is equal, by files.
   *
   * @param record the alias of its row among keys or winners
   */
  Sql isNewer(String record) {
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
                  {there} > {record} OR ({there} IS NOT NULL AND {record} IS NULL)
                  OR (({there} = {record} OR ({there} IS NULL AND {record} IS NULL)) AND ({rest}))
                  """)
              .with("there", Sql.of("t.{column}").with("column", tables.order().get(i).target()))
              .with("record", of(record, tables.orderColumns().get(i)))
              .with("rest", newer);
    }
    return newer;
  }

  /** What the ledger knows of files that rows of the target may be of, which orders them. */
  Sql files(Attempt attempt) {
    return Sql.of(
            """
            SELECT FILE_ID, MAX(URI) AS URI, MAX(SEQUENCER) AS SEQUENCER
            FROM {ledger}
            WHERE DATASET = :dataset
              AND LAST_MODIFIED IN (SELECT LAST_MODIFIED FROM {versions})
            GROUP BY FILE_ID
            """)
        .with("ledger", new ControlTables(attempt.warehouse()).ledger())
        .with("versions", tables.versions())
        .bind("dataset", attempt.dataset().name());
  }

  private static Sql of(String alias, String column) {
    return Sql.of("{alias}.{column}").with("alias", alias).with("column", column);
  }

  /**
   * The order of staged records, the last one first.
   *
   * @param record the alias of their rows among keys
   */
  List<Sql> descending(String record) {
    List<Sql> descending = new ArrayList<>();
    for (String column : tables.orderColumns()) {
      descending.add(Sql.of("{column} DESC NULLS LAST").with("column", of(record, column)));
    }
    descending.add(Sql.of("{place} DESC").with("place", of(record, "PLACE")));
    return descending;
  }

  /** That two rows among keys or winners, by their aliases, have the same key. */
  List<Sql> sameKey(String one, String other) {
    return tables.keyColumns().stream()
        .map(
            column ->
                Sql.of("{one} = {other}")
                    .with("one", of(one, column))
                    .with("other", of(other, column)))
        .toList();
  }

  /** That one of them has the same key as a row {@code t} of the target. */
  List<Sql> sameKey(String record) {
    List<Sql> conditions = new ArrayList<>();
    for (int i = 0; i < tables.key().size(); i++) {
      conditions.add(
          Sql.of("{record} = t.{target}")
              .with("record", of(record, tables.keyColumns().get(i)))
              .with("target", tables.key().get(i).target()));
    }
    return conditions;
  }
}
