package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.ControlTables;
import io.snowgauge.io.warehouse.control.Run;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Corrected lines that are loaded into the account of the version that they were refused in: their
 * rows are rows of that version, and its own row of the ledger tells what is refused still
 * (docs/adr/0033-replay.md).
 */
final class Replay {
  private final String ledger;
  private final String dataset;
  private final String stageId;

  private Replay(Warehouse warehouse, String dataset, String stageId) {
    this.ledger = new ControlTables(warehouse).ledger();
    this.dataset = dataset;
    this.stageId = stageId;
  }

  /** What a run of a dataset replays, if anything. */
  static Optional<Replay> of(Warehouse warehouse, String dataset, Run run) {
    return Optional.ofNullable(run.replays()).map(stage -> new Replay(warehouse, dataset, stage));
  }

  /** A query for the ledger's row of the version, as long as it is published. */
  Sql version() {
    return Sql.of(
            """
            SELECT *
            FROM {ledger}
            WHERE DATASET = :dataset AND STAGE_ID = :replayed AND STATUS = 'PUBLISHED'
            """)
        .with("ledger", ledger)
        .bind("dataset", dataset)
        .bind("replayed", stageId);
  }

  /** A query for the {@code FILE_ID} of all files whose lines are in the version already. */
  Sql replayed() {
    return Sql.of(
            """
            SELECT FILE_ID
            FROM {ledger}
            WHERE DATASET = :dataset AND REPLAYS_STAGE_ID = :replayed AND STATUS = 'REPLAYED'
            """)
        .with("ledger", ledger)
        .bind("dataset", dataset)
        .bind("replayed", stageId);
  }

  /**
   * Has those fail among the staged files that were to be published whose lines the version cannot
   * take: it has to be in still, with as many refused lines as they have records, and must not have
   * the same records from another file.
   */
  void refuse(Connection connection, StagingTables staging) throws SQLException {
    Sql.of(
            """
            UPDATE {manifest}
            SET STATUS = 'FAILED',
              MESSAGE = 'expected the version whose lines it brings back to be published but it is'
                || ' not any more: it was replaced or taken out; correct the file itself'
            WHERE STATUS = 'PUBLISHED' AND (SELECT COUNT(*) FROM ({version}) o) = 0
            """)
        .with("manifest", staging.manifest())
        .with("version", version())
        .update(connection);
    Sql.of(
            """
            UPDATE {manifest}
            SET STATUS = 'FAILED',
              MESSAGE = 'expected lines that were not brought back before but found those of another'
                || ' file, whose records have the same digest, ' || DIGEST
            WHERE STATUS = 'PUBLISHED' AND ACCEPTED > 0 AND DIGEST IN (
              SELECT DIGEST
              FROM {ledger}
              WHERE DATASET = :dataset AND REPLAYS_STAGE_ID = :replayed AND STATUS = 'REPLAYED')
            """)
        .with("manifest", staging.manifest())
        .with("ledger", ledger)
        .bind("dataset", dataset)
        .bind("replayed", stageId)
        .update(connection);
    Sql.of(
            """
            UPDATE {manifest}
            SET STATUS = 'FAILED',
              MESSAGE = 'expected no more records than are still refused of '
                || (SELECT MAX(o.URI) FROM ({version}) o) || ', '
                || CAST((SELECT MAX(o.REJECTED_RECORD_COUNT) FROM ({version}) o) AS VARCHAR)
                || ', but found ' || CAST(SOURCE AS VARCHAR)
                || '; leave only lines that were refused'
            WHERE STATUS = 'PUBLISHED'
              AND SOURCE > (SELECT MAX(o.REJECTED_RECORD_COUNT) FROM ({version}) o)
            """)
        .with("manifest", staging.manifest())
        .with("version", version())
        .update(connection);
  }
}
