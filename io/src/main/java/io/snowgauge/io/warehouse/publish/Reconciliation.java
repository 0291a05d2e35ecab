package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.control.ControlTables;
import io.snowgauge.io.warehouse.control.Ledger;
import io.snowgauge.transforms.dataset.PublishMode;
import java.sql.Connection;
import java.sql.SQLException;

/** Decides what becomes of each staged version, by the ledger and by counting staged records. */
final class Reconciliation {
  private final Attempt attempt;
  private final StagingTables staging;
  private final String dataset;
  private final String ledger;

  Reconciliation(Attempt attempt) {
    this.attempt = attempt;
    this.staging = attempt.staging();
    this.dataset = attempt.dataset().name();
    this.ledger = new ControlTables(attempt.warehouse()).ledger();
  }

  /**
   * Drops from the manifest what was decided before, when the same manifest was published, and what
   * is settled: their parts may be gone. What is left is decided under the lock.
   *
   * @return how many versions are left
   */
  long dropDecided(Connection connection) throws SQLException {
    Sql.of(
            """
            DELETE FROM {manifest}
            WHERE FILE_ID IN (
              SELECT m.FILE_ID
              FROM (SELECT DISTINCT * FROM {manifest}) m
              JOIN {ledger} f ON f.STAGE_ID = m.STAGE_ID
              WHERE f.DATASET = :dataset)
            {orSettled}
            """)
        .with("manifest", staging.manifest())
        .with("ledger", ledger)
        .bind("dataset", dataset)
        .with("orSettled", attempt.run().force() ? Sql.of("") : orSettled())
        .update(connection);
    return Sql.of("SELECT COUNT(*) FROM {manifest}")
        .with("manifest", staging.manifest())
        .number(connection);
  }

  private Sql orSettled() {
    return Sql.of("OR FILE_ID IN (SELECT k.FILE_ID FROM ({known}) k WHERE k.IS_SETTLED)")
        .with("known", known());
  }

  /** What the ledger knows of the versions of the manifest. */
  private Sql known() {
    return new Ledger(attempt.warehouse())
        .versions(
            dataset, Sql.of("SELECT FILE_ID FROM {manifest}").with("manifest", staging.manifest()));
  }

  /**
   * Decides on each version: one that is settled drops out, of two attempts at one version the
   * lowest stage id counts.
   */
  void decide(Connection locked) throws SQLException {
    Sql.of("DELETE FROM {decisions}").with("decisions", staging.decisions()).update(locked);
    Sql.of(
            """
            INSERT INTO {decisions} (FILE_ID, STAGE_ID, STATUS, MESSAGE, ATTEMPT)
            SELECT
              m.FILE_ID,
              m.STAGE_ID,
              CASE
                WHEN m.FAILURE IS NOT NULL OR NOT ({balances}) THEN 'FAILED'
                ELSE 'PUBLISHED'
              END,
              CASE
                WHEN m.FAILURE IS NOT NULL THEN m.FAILURE
                WHEN NOT ({balances}) THEN
                  'does not balance in the warehouse: expected ' || CAST(m.ACCEPTED AS VARCHAR)
                  || ' staged records but found ' || CAST(COALESCE(c.STAGED, 0) AS VARCHAR)
                  || ', ' || CAST(COALESCE(c.DISTINCT_COUNT, 0) AS VARCHAR)
                  || ' of them distinct'
              END,
              COALESCE(k.LAST_ATTEMPT, 0) + 1
            FROM (
              SELECT *
              FROM {manifest}
              QUALIFY ROW_NUMBER() OVER (PARTITION BY FILE_ID ORDER BY STAGE_ID) = 1) m
            LEFT JOIN ({counts}) c ON c.STAGE_ID = m.STAGE_ID
            LEFT JOIN ({known}) k ON k.FILE_ID = m.FILE_ID
            LEFT JOIN (
              SELECT DISTINCT FILE_ID, 1 AS BY_THIS_RUN
              FROM {ledger}
              WHERE DATASET = :dataset AND RUN_ID = :run
                AND STATUS IN ('PUBLISHED', 'SUPERSEDED')) h ON h.FILE_ID = m.FILE_ID
            WHERE NOT ({settled})
            """)
        .with("decisions", staging.decisions())
        .with("balances", balances())
        .with("manifest", staging.manifest())
        .with("counts", attempt.warehouse().dialect().recordCounts(staging.records()))
        .with("known", known())
        .with("ledger", ledger)
        .bind("dataset", dataset)
        .bind("run", attempt.run().id())
        .with("settled", settled())
        .update(locked);
    if (attempt.dataset().publish() == PublishMode.REPLACE && !attempt.run().force()) {
      supersede(locked);
    }
  }

  private static Sql balances() {
    return Sql.of(
        """
        COALESCE(c.STAGED, 0) = m.ACCEPTED
        AND COALESCE(c.HIGHEST, 0) = m.ACCEPTED
        AND COALESCE(c.DISTINCT_COUNT, 0) = m.ACCEPTED
        AND m.SOURCE = m.ACCEPTED + m.REJECTED
        """);
  }

  private Sql settled() {
    return attempt.run().force()
        ? Sql.of("COALESCE(h.BY_THIS_RUN, 0) = 1")
        : Sql.of("COALESCE(k.IS_SETTLED, FALSE)");
  }

  /** An older version that comes later than a newer one, or together with it, adds nothing. */
  private void supersede(Connection locked) throws SQLException {
    Sql.of(
            """
            UPDATE {decisions}
            SET STATUS = 'SUPERSEDED',
              MESSAGE = 'superseded: a newer version of the file is loaded'
            WHERE STAGE_ID IN (
              SELECT v.STAGE_ID
              FROM (
                SELECT
                  m.STAGE_ID, m.URI, m.LAST_MODIFIED, m.SEQUENCER,
                  ROW_NUMBER() OVER (
                    PARTITION BY m.URI
                    ORDER BY m.LAST_MODIFIED DESC, m.SEQUENCER DESC NULLS LAST, m.FILE_ID) AS AGE
                FROM (SELECT DISTINCT * FROM {manifest}) m
                JOIN {decisions} d ON d.STAGE_ID = m.STAGE_ID AND d.STATUS = 'PUBLISHED') v
              LEFT JOIN (
                SELECT URI, MAX(LAST_MODIFIED) AS NEWEST, MAX(SEQUENCER) AS LAST
                FROM {ledger}
                WHERE DATASET = :dataset AND STATUS = 'PUBLISHED'
                GROUP BY URI) p ON p.URI = v.URI
              WHERE v.AGE > 1
                OR p.NEWEST > v.LAST_MODIFIED
                OR (p.NEWEST = v.LAST_MODIFIED AND p.LAST > v.SEQUENCER))
            """)
        .with("decisions", staging.decisions())
        .with("manifest", staging.manifest())
        .with("ledger", ledger)
        .bind("dataset", dataset)
        .update(locked);
  }

  /** Whether any version of the manifest was not settled already. */
  boolean isAnyDecided(Connection locked) throws SQLException {
    return Sql.of("SELECT COUNT(*) FROM {decisions}")
            .with("decisions", staging.decisions())
            .number(locked)
        > 0;
  }
}
