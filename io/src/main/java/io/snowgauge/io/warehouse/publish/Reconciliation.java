package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.control.ControlTables;
import io.snowgauge.io.warehouse.control.Epochs;
import io.snowgauge.io.warehouse.control.Ledger;
import io.snowgauge.io.warehouse.control.PublishLocks;
import io.snowgauge.io.warehouse.publish.StagingTables.Named;
import io.snowgauge.io.warehouse.publish.StagingTables.Parts;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.digest.DigestColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides what becomes of each staged version, by the ledger and by counting staged records. */
final class Reconciliation {
  private final Attempt attempt;
  private final StagingTables staging;
  private final String dataset;
  private final String ledger;
  private final String events;
  private final PublishLocks locks;

  Reconciliation(Attempt attempt) {
    this.attempt = attempt;
    this.locks = DatasetTables.locks(attempt.warehouse(), attempt.dataset());
    this.staging = attempt.staging();
    this.dataset = attempt.dataset().name();
    this.ledger = new ControlTables(attempt.warehouse()).ledger();
    this.events = new ControlTables(attempt.warehouse()).fileEvents();
  }

  /**
   * What a manifest names.
   *
   * @param all parts of all versions
   * @param left parts of the versions that are still to be decided on
   * @param versionsLeft what these are
   * @param seen how far the ledger had come then
   */
  record Remaining(Parts all, Parts left, List<Named> versionsLeft, Epochs seen) {
    private static Remaining of(List<Named> decided, List<Named> left, Epochs seen) {
      List<Named> all = new ArrayList<>(decided);
      all.addAll(left);
      return new Remaining(Parts.of(all), Parts.of(left), List.copyOf(left), seen);
    }

    /** What is left of a piece; no parts of what cannot be loaded. */
    Remaining only(Piece piece) {
      if (piece.isAll()) {
        return this;
      }
      List<Named> of = versionsLeft.stream().filter(piece::has).toList();
      Set<String> records = piece.failure() == null ? Parts.of(of).records() : Set.of();
      return new Remaining(all, new Parts(records, Parts.of(of).rejects()), of, seen);
    }
  }

  /**
   * Drops from the manifest what was decided before, when the same manifest was published, and what
   * is settled: their parts may be gone.
   *
   * @param copied how many rows the manifest has
   */
  Remaining dropDecided(Connection connection, long copied) throws SQLException {
    Set<Epochs> seen = new HashSet<>();
    List<Named> decided = new ArrayList<>();
    List<Named> left = new ArrayList<>();
    Sql.of(
            """
            SELECT
              m.FILE_ID AS FILE_ID, m.STAGE_ID AS STAGE_ID,
              m.CSV_PARTS AS CSV_PARTS, m.REJECT_PART AS REJECT_PART,
              CASE WHEN d.FILE_ID IS NULL THEN 0 ELSE 1 END AS IS_DECIDED,
              {seen}
            FROM {manifest} m
            LEFT JOIN ({decidedBefore}) d ON d.FILE_ID = m.FILE_ID
            """)
        .with("manifest", staging.manifest())
        .with("decidedBefore", decidedBefore())
        .with("seen", locks.written(Epochs.NONE))
        .query(
            connection,
            row -> {
              seen.add(Epochs.written(row));
              return (row.number("IS_DECIDED") == 1 ? decided : left).add(Named.of(row));
            });
    if (decided.size() + left.size() != copied) {
      throw new SQLException(
          "expected the manifest %s to have the %d rows that were copied but found %d"
              .formatted(staging.manifest(), copied, decided.size() + left.size()));
    }
    if (!decided.isEmpty()) {
      Sql.of("DELETE FROM {manifest} WHERE FILE_ID IN ({decidedBefore})")
          .with("manifest", staging.manifest())
          .with("decidedBefore", decidedBefore())
          .update(connection);
    }
    return Remaining.of(decided, left, seen.stream().findAny().orElse(Epochs.NONE));
  }

  private Sql decidedBefore() {
    return Sql.of(
            """
            SELECT m.FILE_ID
            FROM {manifest} m
            JOIN {events} f ON f.STAGE_ID = m.STAGE_ID
            WHERE f.DATASET = :dataset
            {orSettled}
            """)
        .with("manifest", staging.manifest())
        .with("events", events)
        .bind("dataset", dataset)
        .with("orSettled", orSettled());
  }

  private Sql orSettled() {
    if (attempt.run().force()) {
      return Sql.of("GROUP BY m.FILE_ID");
    }
    return attempt
        .replay()
        .map(replay -> Sql.of("UNION {replayed}").with("replayed", replay.replayed()))
        .orElseGet(
            () ->
                Sql.of("UNION SELECT k.FILE_ID FROM ({known}) k WHERE k.IS_SETTLED")
                    .with("known", known()));
  }

  /** What the ledger knows of the versions of the manifest. */
  private Sql known() {
    return new Ledger(attempt.warehouse())
        .versions(
            dataset, Sql.of("SELECT FILE_ID FROM {manifest}").with("manifest", staging.manifest()));
  }

  /** Counts the staged records, and decides on each version by what the ledger says now. */
  void decide(Connection connection) throws SQLException {
    List<DigestColumn> digested =
        attempt.dataset().hasDigests()
            ? DigestColumn.of(attempt.dataset().format().columns())
            : List.<DigestColumn>of();
    decide(connection, attempt.warehouse().dialect().recordCounts(staging.records(), digested));
  }

  /** Decides on each version once more, because the ledger has gone on since. */
  void decideAnew(Connection locked) throws SQLException {
    Sql counted =
        Sql.of(
                """
                SELECT DISTINCT STAGE_ID, STAGED, HIGHEST, DISTINCT_COUNT, FOUND_DIGEST AS DIGEST
                FROM {manifest}
                """)
            .with("manifest", staging.manifest());
    decide(locked, counted);
  }

  /**
   * A version that is settled drops out, as does an attempt that was decided before; of two
   * attempts at one version the lowest stage id counts. A version whose date is still to come
   * counts as modified when it was first read, however often it is loaded again.
   *
   * @param counts of staged records
   */
  private void decide(Connection connection, Sql counts) throws SQLException {
    reconcile(connection, counts);
    Optional<Replay> replay = attempt.replay();
    if (replay.isPresent()) {
      replay.get().refuse(connection, staging);
    } else if (attempt.dataset().publish() == PublishMode.REPLACE && !attempt.run().force()) {
      supersede(connection);
    }
  }

  private void reconcile(Connection connection, Sql counts) throws SQLException {
    Sql.of(
            """
            UPDATE {manifest}
            SET
              STAGED = n.NEW_STAGED, HIGHEST = n.NEW_HIGHEST, DISTINCT_COUNT = n.NEW_DISTINCT,
              FOUND_DIGEST = n.NEW_DIGEST,
              STATUS = n.NEW_STATUS, MESSAGE = n.NEW_MESSAGE, ATTEMPT = n.NEW_ATTEMPT,
              LAST_MODIFIED = n.NEW_MODIFIED
            FROM (
              SELECT
                m.STAGE_ID AS OF_STAGE,
                c.STAGED AS NEW_STAGED,
                c.HIGHEST AS NEW_HIGHEST,
                c.DISTINCT_COUNT AS NEW_DISTINCT,
                c.DIGEST AS NEW_DIGEST,
                CASE
                  WHEN m.TURN > 1 OR {settled} OR b.STAGE_ID IS NOT NULL THEN NULL
                  WHEN m.FAILURE IS NOT NULL OR NOT ({isBalanced}) THEN 'FAILED'
                  ELSE 'PUBLISHED'
                END AS NEW_STATUS,
                {message} AS NEW_MESSAGE,
                COALESCE(k.LAST_ATTEMPT, 0) + 1 AS NEW_ATTEMPT,
                CASE
                  WHEN k.FIRST_MODIFIED < m.LAST_MODIFIED THEN k.FIRST_MODIFIED
                  ELSE m.LAST_MODIFIED
                END AS NEW_MODIFIED
              FROM (
                SELECT
                  FILE_ID, STAGE_ID, LAST_MODIFIED, SOURCE, ACCEPTED, REJECTED, DIGEST, FAILURE,
                  ROW_NUMBER() OVER (PARTITION BY FILE_ID ORDER BY STAGE_ID) AS TURN
                FROM (SELECT DISTINCT * FROM {manifest}) x) m
              LEFT JOIN ({counts}) c ON c.STAGE_ID = m.STAGE_ID
              LEFT JOIN ({known}) k ON k.FILE_ID = m.FILE_ID
              LEFT JOIN ({byThisRun}) h ON h.FILE_ID = m.FILE_ID
              LEFT JOIN ({decided}) b ON b.STAGE_ID = m.STAGE_ID) n
            WHERE STAGE_ID = n.OF_STAGE
            """)
        .with("manifest", staging.manifest())
        .with("settled", settled())
        .with("isBalanced", Balance.holds())
        .with("message", Balance.message())
        .with("counts", counts)
        .with("known", known())
        .with("byThisRun", byThisRun())
        .with("decided", decidedByThisRun())
        .update(connection);
  }

  /**
   * The versions that this run has in, which even a forced run does not load twice; of a replay all
   * files whose lines are in the version that it replays.
   */
  private Sql byThisRun() {
    Optional<Replay> replay = attempt.replay();
    if (replay.isPresent()) {
      return Sql.of("SELECT DISTINCT FILE_ID, 1 AS BY_THIS_RUN FROM ({replayed}) p")
          .with("replayed", replay.get().replayed());
    }
    return Sql.of(
            """
            SELECT DISTINCT FILE_ID, 1 AS BY_THIS_RUN
            FROM {ledger}
            WHERE DATASET = :dataset AND RUN_ID = :run AND STATUS IN ('PUBLISHED', 'SUPERSEDED')
            """)
        .with("ledger", ledger)
        .bind("dataset", dataset)
        .bind("run", attempt.run().id());
  }

  /** The attempts that this run has decided on at any time, whatever became of them. */
  private Sql decidedByThisRun() {
    return Sql.of(
            """
            SELECT DISTINCT STAGE_ID
            FROM {events}
            WHERE DATASET = :dataset AND RUN_ID = :run AND STAGE_ID IS NOT NULL
            """)
        .with("events", events)
        .bind("dataset", dataset)
        .bind("run", attempt.run().id());
  }

  private Sql settled() {
    return attempt.run().force() || attempt.replay().isPresent()
        ? Sql.of("COALESCE(h.BY_THIS_RUN, 0) = 1")
        : Sql.of("COALESCE(k.IS_SETTLED, FALSE)");
  }

  /** An older version that comes later than a newer one, or together with it, adds nothing. */
  private void supersede(Connection connection) throws SQLException {
    Sql.of(
            """
            UPDATE {manifest}
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
                WHERE m.STATUS = 'PUBLISHED') v
              LEFT JOIN (
                SELECT URI, MAX(LAST_MODIFIED) AS NEWEST, MAX(SEQUENCER) AS LAST
                FROM {ledger}
                WHERE DATASET = :dataset AND STATUS = 'PUBLISHED'
                GROUP BY URI) p ON p.URI = v.URI
              WHERE v.AGE > 1
                OR p.NEWEST > v.LAST_MODIFIED
                OR (p.NEWEST = v.LAST_MODIFIED AND p.LAST > v.SEQUENCER))
            """)
        .with("manifest", staging.manifest())
        .with("ledger", ledger)
        .bind("dataset", dataset)
        .update(connection);
  }
}
