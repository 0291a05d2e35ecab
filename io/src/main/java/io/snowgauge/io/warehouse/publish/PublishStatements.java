package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.control.Audit;
import io.snowgauge.io.warehouse.control.ChainedEvents;
import io.snowgauge.io.warehouse.control.ControlTables;
import io.snowgauge.transforms.dataset.PublishMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The statements by which what was decided takes effect, each set-based over what is staged. They
 * must all be run on the connection that holds the lock.
 */
final class PublishStatements {
  private final Attempt attempt;
  private final StagingTables staging;
  private final ControlTables tables;
  private final String target;
  private final String dataset;
  private final EventMark mark;

  /** What a merge has done with the records; nothing else but that they are new rows. */
  private @Nullable Sql effects;

  /**
   * The statements of an attempt.
   *
   * @param mark of its transaction
   */
  PublishStatements(Attempt attempt, EventMark mark) {
    this.attempt = attempt;
    this.mark = mark;
    this.staging = attempt.staging();
    this.tables = new ControlTables(attempt.warehouse());
    this.target = new TargetTable(attempt.warehouse(), attempt.dataset()).name();
    this.dataset = attempt.dataset().name();
  }

  /**
   * Takes out the rows whose place the published versions take, and says so in the ledger; a merge
   * finds these rows by their keys.
   */
  void replace(Connection locked) throws SQLException {
    boolean isReplace = attempt.dataset().publish() == PublishMode.REPLACE;
    if (attempt.replay().isPresent() || (!isReplace && !attempt.run().force())) {
      return;
    }
    if (!attempt.isMerge()) {
      Sql.of(
              """
              DELETE FROM {target}
              WHERE _FILE_ID IN (SELECT FILE_ID FROM {ledger} WHERE {replaced})
              """)
          .with("target", target)
          .with("ledger", tables.ledger())
          .with("replaced", replaced(isReplace))
          .update(locked);
    }
    new LedgerEvents(attempt.warehouse(), dataset, mark)
        .change(locked, Sql.of("'REPLACED'"), Sql.of("ERROR_MESSAGES"), replaced(isReplace));
  }

  /** The ledger's rows that give way: of other versions of a file, or only of the same version. */
  private Sql replaced(boolean byFile) {
    Sql replaced =
        byFile
            ? Sql.of("DATASET = :dataset AND STATUS = 'PUBLISHED' AND URI IN ({published})")
            : Sql.of("DATASET = :dataset AND STATUS = 'PUBLISHED' AND FILE_ID IN ({published})");
    Sql published =
        byFile
            ? Sql.of("SELECT URI FROM {manifest} WHERE STATUS = 'PUBLISHED'")
            : Sql.of("SELECT FILE_ID FROM {manifest} WHERE STATUS = 'PUBLISHED'");
    return replaced
        .bind("dataset", dataset)
        .with("published", published.with("manifest", staging.manifest()));
  }

  /**
   * Moves or merges the records of published versions into the target; all, or this throws.
   *
   * @param expected how many they are
   * @param lacking how many of them do not have a column that rows keep
   */
  void move(Connection locked, long expected, long lacking) throws SQLException {
    if (attempt.isMerge()) {
      effects = new Merge(attempt, lacking > 0).run(locked, expected);
      return;
    }
    long moved = insert(locked);
    if (moved != expected) {
      throw new SQLException(
          "%s: expected to publish %d records but moved %d; nothing was published"
              .formatted(dataset, expected, moved));
    }
  }

  private long insert(Connection locked) throws SQLException {
    return new TargetInsert(attempt).of(Sql.of("WHERE m.STATUS = 'PUBLISHED'")).update(locked);
  }

  /** Writes to the ledger what was decided; a retry of the same run comes after its failed try. */
  void writeLedger(Connection locked) throws SQLException {
    Sql decided =
        Sql.of(
                """
                SELECT
                  :dataset AS DATASET, m.FILE_ID, m.URI, m.ETAG, m.SIZE_BYTES, m.LAST_MODIFIED,
                  m.SEQUENCER, :run AS RUN_ID, m.ATTEMPT,
                  m.SOURCE AS SOURCE_RECORD_COUNT, m.ACCEPTED AS ACCEPTED_RECORD_COUNT,
                  m.REJECTED AS REJECTED_RECORD_COUNT,
                  CASE WHEN m.STATUS = 'PUBLISHED' THEN m.ACCEPTED ELSE 0 END
                    AS INGESTED_RECORD_COUNT,
                  {counts}, m.DIGEST,
                  {status} AS STATUS,
                  CASE
                    WHEN m.MESSAGE IS NULL THEN m.MESSAGES
                    WHEN m.MESSAGES IS NULL THEN m.MESSAGE
                    ELSE m.MESSAGE || CHR(10) || m.MESSAGES
                  END AS ERROR_MESSAGES,
                  :now AS LOADED_AT, m.STAGE_ID, m.FAILURE_KIND,
                  :replays AS REPLAYS_STAGE_ID, {mark}
                FROM (SELECT DISTINCT * FROM {manifest}) m
                {effects}
                WHERE m.STATUS IS NOT NULL
                """)
            .with("counts", counts())
            .with(
                "status",
                attempt.replay().isEmpty()
                    ? Sql.of("m.STATUS")
                    : Sql.of("CASE WHEN m.STATUS = 'PUBLISHED' THEN 'REPLAYED' ELSE m.STATUS END"))
            .bind("replays", attempt.run().replays())
            .with(
                "effects",
                effects == null
                    ? Sql.of("")
                    : Sql.of("LEFT JOIN ({effects}) e ON e.STAGE_ID = m.STAGE_ID")
                        .with("effects", effects))
            .bind("dataset", dataset)
            .bind("run", attempt.run().id())
            .bind("now", Instant.now())
            .with("mark", mark.values())
            .with("manifest", staging.manifest());
    new ChainedEvents(attempt.warehouse(), dataset, mark.epoch()).add(locked, decided);
  }

  /** What became of the records of a version. */
  private Sql counts() {
    if (effects == null) {
      return Sql.of(
          """
          CASE WHEN m.STATUS = 'PUBLISHED' THEN m.ACCEPTED ELSE 0 END AS INSERTED_RECORD_COUNT,
          0 AS UPDATED_RECORD_COUNT, 0 AS UNCHANGED_RECORD_COUNT, 0 AS OVERTAKEN_RECORD_COUNT
          """);
    }
    return Sql.of(
        """
        CASE
          WHEN m.STATUS = 'PUBLISHED' THEN m.ACCEPTED
            - COALESCE(e.UPDATED, 0) - COALESCE(e.UNCHANGED, 0) - COALESCE(e.OVERTAKEN, 0)
          ELSE 0
        END AS INSERTED_RECORD_COUNT,
        COALESCE(e.UPDATED, 0) AS UPDATED_RECORD_COUNT,
        COALESCE(e.UNCHANGED, 0) AS UNCHANGED_RECORD_COUNT,
        COALESCE(e.OVERTAKEN, 0) AS OVERTAKEN_RECORD_COUNT
        """);
  }

  /**
   * Gives what a replay has brought back to the account of the version that it replays, and to the
   * run that had loaded it.
   */
  void account(Connection locked) throws SQLException {
    if (attempt.replay().isEmpty()) {
      return;
    }
    String note = "replayed " + Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Optional<LedgerEvents.Replayed> replayed =
        new LedgerEvents(attempt.warehouse(), dataset, mark).replayed(locked, staging, note);
    if (replayed.isEmpty()) {
      throw new SQLException(
          "%s: expected one published version to account the records to but found none; nothing was"
                  .formatted(dataset)
              + " published");
    }
    new Audit(attempt.warehouse())
        .recount(
            locked,
            replayed.get().runId(),
            dataset,
            replayed.get().uri() + ": " + note + " by run " + attempt.run().id());
  }

  /** Writes the rejects of all files that were decided, failed ones too. */
  void writeRejects(Connection locked) throws SQLException {
    Sql.of(
            """
            INSERT INTO {rejects} (
              RUN_ID, DATASET, FILE_ID, URI, LINE, COLUMN_NUMBER, REASON, RAW, STAGE_ID)
            SELECT
              :run, :dataset, m.FILE_ID, m.URI, j.LINE, j.COLUMN_NUMBER, j.REASON, j.RAW, m.STAGE_ID
            FROM {stagedRejects} j
            JOIN (SELECT DISTINCT * FROM {manifest}) m ON m.STAGE_ID = j.STAGE_ID
            WHERE m.STATUS IS NOT NULL
            """)
        .with("rejects", tables.rejectRows())
        .bind("run", attempt.run().id())
        .bind("dataset", dataset)
        .with("stagedRejects", staging.rejects())
        .with("manifest", staging.manifest())
        .update(locked);
  }
}
