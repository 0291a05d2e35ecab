package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.control.ControlTables;
import java.util.List;

/**
 * What was decided.
 *
 * @param versions on how many
 * @param published how many of them are published
 * @param records how many have to be moved
 * @param lacking how many of these do not have all columns, where rows keep the values of others
 * @param told how many versions of the run there may be something to say of
 */
record Decided(long versions, long published, long records, long lacking, long told) {
  /** Of what {@link #numbers} ask for. */
  static Decided of(List<Long> numbers) {
    return new Decided(
        numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3), numbers.get(4));
  }

  /** What was decided on an attempt's manifest, as expressions. */
  static List<Sql> numbers(Attempt attempt) {
    Sql distinct =
        Sql.of("(SELECT DISTINCT * FROM {manifest}) m")
            .with("manifest", attempt.staging().manifest());
    return List.of(
        Sql.of("(SELECT COUNT(*) FROM {files} WHERE m.STATUS IS NOT NULL)").with("files", distinct),
        Sql.of("(SELECT COUNT(*) FROM {files} WHERE m.STATUS = 'PUBLISHED')")
            .with("files", distinct),
        Sql.of("(SELECT SUM(m.ACCEPTED) FROM {files} WHERE m.STATUS = 'PUBLISHED')")
            .with("files", distinct),
        Sql.of("(SELECT SUM(m.LACKING) FROM {files} WHERE m.STATUS = 'PUBLISHED')")
            .with("files", distinct),
        Sql.of(
                """
                (SELECT COUNT(*)
                 FROM {files}
                 WHERE m.STATUS IS NOT NULL
                   AND (m.STATUS <> 'PUBLISHED' OR m.MESSAGE IS NOT NULL OR m.MESSAGES IS NOT NULL))
                + (SELECT COUNT(*) FROM {events} WHERE DATASET = :dataset AND RUN_ID = :run)
                """)
            .with("files", distinct)
            .with("events", new ControlTables(attempt.warehouse()).fileEvents())
            .bind("dataset", attempt.dataset().name())
            .bind("run", attempt.run().id()));
  }
}
