package io.snowgauge.io.warehouse.verify;

import io.snowgauge.io.warehouse.Sql;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which published versions of a dataset are verified: those for which all holds that is not null.
 *
 * @param runId that loaded them
 * @param uri of their file
 * @param from the first day, in UTC, on which they were loaded
 * @param to the last one
 * @param after the epoch after which they were published
 */
public record Selection(
    @Nullable String runId,
    @Nullable String uri,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    @Nullable Long after) {
  /** All of them, and also rows that are of none. */
  public static final Selection ALL = new Selection(null, null, null, null, null);

  /** The same of versions that were published after an epoch. */
  public Selection after(long epoch) {
    return new Selection(runId, uri, from, to, epoch);
  }

  boolean isAll() {
    return equals(ALL);
  }

  /**
   * The condition on rows {@code f} of the ledger.
   *
   * @param events the table of what happened to versions
   * @param timestamp the type of its times
   */
  Sql condition(String dataset, String events, String timestamp) {
    List<Sql> conditions = new ArrayList<>();
    conditions.add(Sql.of("f.DATASET = :dataset").bind("dataset", dataset));
    conditions.add(Sql.of("f.STATUS = 'PUBLISHED'"));
    if (runId != null) {
      conditions.add(Sql.of("f.RUN_ID = :run").bind("run", runId));
    }
    if (uri != null) {
      conditions.add(Sql.of("f.URI = :uri").bind("uri", uri));
    }
    if (from != null) {
      conditions.add(
          Sql.of("f.LOADED_AT >= CAST(:from AS {timestamp})")
              .with("timestamp", timestamp)
              .bind("from", from.atStartOfDay().toInstant(ZoneOffset.UTC)));
    }
    if (to != null) {
      conditions.add(
          Sql.of("f.LOADED_AT < CAST(:to AS {timestamp})")
              .with("timestamp", timestamp)
              .bind("to", to.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC)));
    }
    if (after != null) {
      conditions.add(
          Sql.of(
                  """
                  f.STAGE_ID IN (
                    SELECT STAGE_ID
                    FROM {events}
                    WHERE DATASET = :dataset AND EPOCH > :after AND STAGE_ID IS NOT NULL)
                  """)
              .with("events", events)
              .bind("dataset", dataset)
              .bind("after", after));
    }
    return Sql.of("{conditions}").withEvery("conditions", conditions);
  }
}
