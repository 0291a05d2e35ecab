package io.snowgauge.io.warehouse.verify;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.ControlTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The corrected lines that were brought back to versions of a dataset (docs/adr/0033-replay.md):
 * their rows are rows of the version, numbered behind its own, but have the run that brought them
 * back; and they have an archive of their own. People correct lines, so they are few.
 */
final class Replays {
  /**
   * One that has records.
   *
   * @param fileId of the file of corrected lines
   * @param runId that brought them back
   * @param stageId of its attempt
   */
  record Replay(String fileId, String runId, String stageId) {}

  private final Map<String, List<Replay>> ofStages;

  private Replays(Map<String, List<Replay>> ofStages) {
    this.ofStages = ofStages;
  }

  static Replays of(Warehouse warehouse, String dataset, Connection connection)
      throws SQLException {
    Map<String, List<Replay>> ofStages = new HashMap<>();
    Sql.of(
            """
            SELECT
              REPLAYS_STAGE_ID AS REPLAYED, FILE_ID AS FILE_ID, RUN_ID AS RUN_ID,
              STAGE_ID AS STAGE_ID
            FROM {events}
            WHERE DATASET = :dataset AND STATUS = 'REPLAYED' AND ACCEPTED_RECORD_COUNT > 0
            ORDER BY EPOCH
            """)
        .with("events", new ControlTables(warehouse).fileEvents())
        .bind("dataset", dataset)
        .each(
            connection,
            row ->
                ofStages
                    .computeIfAbsent(row.text("REPLAYED"), first -> new ArrayList<>())
                    .add(
                        new Replay(row.text("FILE_ID"), row.text("RUN_ID"), row.text("STAGE_ID"))));
    return new Replays(ofStages);
  }

  /** What was brought back to the version of an attempt, in the order of its records. */
  List<Replay> of(@Nullable String stageId) {
    return stageId == null ? List.of() : ofStages.getOrDefault(stageId, List.of());
  }

  /** The runs whose rows are those of the version that an attempt of a run has loaded. */
  List<String> runs(String runId, @Nullable String stageId) {
    List<String> runs = new ArrayList<>(List.of(runId));
    of(stageId).forEach(replay -> runs.add(replay.runId()));
    return runs;
  }
}
