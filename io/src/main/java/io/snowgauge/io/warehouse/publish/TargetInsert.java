package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.transforms.record.ColumnType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The INSERT of staged records {@code r}, with their file's manifest {@code m}, into the target.
 */
final class TargetInsert {
  private final Attempt attempt;
  private final TargetRow row;

  TargetInsert(Attempt attempt) {
    this.attempt = attempt;
    this.row = new TargetRow(attempt.warehouse(), attempt.dataset());
  }

  /** How a row is made of a record. */
  TargetRow row() {
    return row;
  }

  /**
   * Of records as they are.
   *
   * @param which further joins, and the condition
   */
  Sql of(Sql which) {
    return of(row.values(), List.of(), List.of(), which);
  }

  /**
   * Of records with values that were worked out. Those of a replay are rows of the version that it
   * replays, and go on behind its records.
   *
   * @param values in place of those of {@link #row}
   * @param foreign columns of the target that the dataset does not declare
   * @param kept their values
   * @param which further joins, and the condition
   */
  Sql of(List<Sql> values, List<String> foreign, List<Sql> kept, Sql which) {
    Optional<Replay> replay = attempt.replay();
    return Sql.of(
            """
            INSERT INTO {target} (
              {columns}{foreign},
              _FILE_ID, _RECORD, _LINE, _RUN_ID, _FILE_MODIFIED_AT, _LOADED_AT)
            SELECT
              {values}{kept},
              {record}, r._LINE, :run, {version}.LAST_MODIFIED, CAST(:now AS {timestamp})
            FROM {records} r
            JOIN (SELECT DISTINCT * FROM {manifest}) m ON m.STAGE_ID = r._STAGE_ID
            {replayed}
            {which}
            """)
        .with("target", new TargetTable(attempt.warehouse(), attempt.dataset()).name())
        .withAll("columns", row.columns())
        .withMore("foreign", foreign)
        .withAll("values", values)
        .withMore("kept", kept)
        .with(
            "record",
            replay.isEmpty()
                ? Sql.of("m.FILE_ID, r._RECORD")
                : Sql.of("o.FILE_ID, o.ACCEPTED_RECORD_COUNT + r._RECORD"))
        .with("version", replay.isEmpty() ? "m" : "o")
        .with(
            "replayed",
            replay
                .map(of -> Sql.of("CROSS JOIN ({version}) o").with("version", of.version()))
                .orElseGet(() -> Sql.of("")))
        .with("timestamp", attempt.warehouse().dialect().typeName(ColumnType.TIMESTAMP))
        .with("records", attempt.staging().records())
        .with("manifest", attempt.staging().manifest())
        .with("which", which)
        .bind("run", attempt.run().id())
        .bind("now", Instant.now());
  }
}
