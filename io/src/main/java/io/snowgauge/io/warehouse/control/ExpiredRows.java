package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of the control tables that are only kept for so long. What decides what is loaded, and what
 * says how the rows of a target came there, is not among them, however old it is.
 */
public final class ExpiredRows {
  /** What rows are of. */
  public enum Kind {
    /**
     * Refused lines of attempts that ended so long ago; how many there were stays in the ledger.
     */
    REJECTS,
    /**
     * Failed attempts at versions that are in, but for the first attempt of each, by which it is
     * known when the version came.
     */
    FAILED_ATTEMPTS,
    /** Signs of life. */
    HEARTBEATS,
    /** What was told of incidents that are over. */
    ALERTS
  }

  private static final int EVENTS_PER_STUB = 10_000;

  private final Warehouse warehouse;
  private final ControlTables tables;

  /** Of a warehouse's control tables. */
  public ExpiredRows(Warehouse warehouse) {
    this.warehouse = warehouse;
    this.tables = new ControlTables(warehouse);
  }

  /** How many rows there are from before a moment. */
  public long count(Connection connection, Kind kind, Instant before) throws SQLException {
    return Sql.of("SELECT COUNT(*) FROM {table} WHERE {expired}")
        .with("table", table(kind))
        .with("expired", expired(kind, before))
        .number(connection);
  }

  /**
   * Removes them; gives how many there were.
   *
   * @param stubs words what stays of events of the ledger, so that their chains can be checked
   */
  public long remove(Connection connection, Kind kind, Instant before, RemovedEvent.Stubs stubs)
      throws SQLException {
    return kind == Kind.FAILED_ATTEMPTS
        ? removeEvents(connection, before, stubs)
        : remove(connection, kind, before);
  }

  /** In one transaction: stubs for those that are in chains, and the rows go. */
  private long removeEvents(Connection connection, Instant before, RemovedEvent.Stubs stubs)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      List<RemovedEvent> chained = chained(connection, before);
      for (int from = 0, to; from < chained.size(); from = to) {
        to = endOfStub(chained, from);
        List<RemovedEvent> events = chained.subList(from, to);
        insert(connection, events, stubs);
        removeEvents(connection, events);
      }
      long others =
          Sql.of("DELETE FROM {events} WHERE {expired} AND PLACE IS NULL")
              .with("events", tables.fileEvents())
              .with("expired", expired(Kind.FAILED_ATTEMPTS, before))
              .update(connection);
      connection.commit();
      return chained.size() + others;
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** Just those that the stub is of. */
  private void removeEvents(Connection connection, List<RemovedEvent> events) throws SQLException {
    long removed =
        Sql.of("DELETE FROM {events} WHERE DATASET = :dataset AND PLACE IN ({places})")
            .with("events", tables.fileEvents())
            .withAll("places", events.stream().map(event -> String.valueOf(event.place())).toList())
            .bind("dataset", events.get(0).dataset())
            .update(connection);
    if (removed != events.size()) {
      throw new SQLException(
          "%s: expected to remove %d events of the ledger but found %d at their places; nothing was"
                  .formatted(events.get(0).dataset(), events.size(), removed)
              + " removed, 'snowgauge verify --chain' tells more");
    }
  }

  /**
   * What a stub is made of has to be what was written: whoever edits it must not have it signed.
   */
  private List<RemovedEvent> chained(Connection connection, Instant before) throws SQLException {
    List<LedgerEvent> events =
        Sql.of(
                """
                SELECT {columns}
                FROM {events}
                WHERE {expired} AND PLACE IS NOT NULL
                ORDER BY DATASET, PLACE
                """)
            .withAll("columns", LedgerEvent.columns())
            .with("events", tables.fileEvents())
            .with("expired", expired(Kind.FAILED_ATTEMPTS, before))
            .query(connection, LedgerEvent::of);
    List<RemovedEvent> removed = new ArrayList<>();
    for (LedgerEvent event : events) {
      Long place = event.place();
      Long epoch = event.epoch();
      String previous = event.previousHash();
      if (place == null
          || epoch == null
          || previous == null
          || !event.hash().equals(event.eventHash())) {
        throw new SQLException(
            "%s: expected an event as it was written but found that %s was changed since; nothing"
                    .formatted(event.dataset(), event)
                + " was removed, 'snowgauge verify --chain' tells more");
      }
      removed.add(new RemovedEvent(event.dataset(), place, epoch, event.hash(), previous));
    }
    return removed;
  }

  /** One stub is of one dataset, and no longer than a text may be. */
  private static int endOfStub(List<RemovedEvent> events, int from) {
    int to = from + 1;
    while (to < events.size()
        && to - from < EVENTS_PER_STUB
        && events.get(to).dataset().equals(events.get(from).dataset())) {
      to++;
    }
    return to;
  }

  private void insert(Connection connection, List<RemovedEvent> events, RemovedEvent.Stubs stubs)
      throws SQLException {
    RemovedEvent first = events.get(0);
    Sql.of(
            """
            INSERT INTO {stubs} (DATASET, FIRST_PLACE, REMOVED_AT, STUB)
            SELECT :dataset, :first, CAST(:now AS {timestamp}), :stub
            """)
        .with("stubs", tables.table(ControlTable.LEDGER_STUBS))
        .bind("dataset", first.dataset())
        .bind("first", first.place())
        .bind("now", Instant.now())
        .with("timestamp", warehouse.dialect().typeName(ColumnType.TIMESTAMP))
        .bind("stub", stubs.stub(first.dataset(), events))
        .update(connection);
  }

  private long remove(Connection connection, Kind kind, Instant before) throws SQLException {
    return Sql.of("DELETE FROM {table} WHERE {expired}")
        .with("table", table(kind))
        .with("expired", expired(kind, before))
        .update(connection);
  }

  private String table(Kind kind) {
    return switch (kind) {
      case REJECTS -> tables.rejectRows();
      case FAILED_ATTEMPTS -> tables.fileEvents();
      case HEARTBEATS -> tables.heartbeats();
      case ALERTS -> tables.table(ControlTable.ALERT_EVENTS);
    };
  }

  private Sql expired(Kind kind, Instant before) {
    Sql moment =
        Sql.of("CAST(:before AS {timestamp})")
            .with("timestamp", warehouse.dialect().typeName(ColumnType.TIMESTAMP))
            .bind("before", before);
    return switch (kind) {
      case REJECTS -> rejects(moment);
      case FAILED_ATTEMPTS -> failedAttempts(moment);
      case HEARTBEATS -> Sql.of("BEAT_AT < {moment}").with("moment", moment);
      case ALERTS -> alerts(moment);
    };
  }

  /** Those of runs of which the ledger has nothing younger. */
  private Sql rejects(Sql moment) {
    return Sql.of(
            """
            DATASET || '/' || RUN_ID IN (
              SELECT DATASET || '/' || RUN_ID
              FROM {events}
              GROUP BY DATASET, RUN_ID
              HAVING MAX(LOADED_AT) < {moment})
            """)
        .with("events", tables.fileEvents())
        .with("moment", moment);
  }

  /**
   * The last epochs of each dataset and target stay, for by them a publisher knows that it sees the
   * whole ledger.
   */
  private Sql failedAttempts(Sql moment) {
    return Sql.of(
            """
            STATUS = 'FAILED' AND LOADED_AT < {moment}
              AND DATASET || '/' || FILE_ID || '/' || RUN_ID || '/' || CAST(ATTEMPT AS VARCHAR) IN (
                SELECT
                  e.DATASET || '/' || e.FILE_ID || '/' || e.RUN_ID || '/'
                    || CAST(e.ATTEMPT AS VARCHAR)
                FROM {events} e
                JOIN (
                  SELECT DATASET, FILE_ID, MIN(LOADED_AT) AS FIRST_TRIED_AT
                  FROM {events}
                  GROUP BY DATASET, FILE_ID) v
                  ON v.DATASET = e.DATASET AND v.FILE_ID = e.FILE_ID
                JOIN (SELECT DATASET, MAX(EPOCH) AS LAST_EPOCH FROM {events} GROUP BY DATASET) d
                  ON d.DATASET = e.DATASET
                JOIN (
                  SELECT TARGET, MAX(TARGET_EPOCH) AS LAST_EPOCH FROM {events} GROUP BY TARGET) t
                  ON t.TARGET = e.TARGET
                WHERE e.STATUS = 'FAILED' AND e.LOADED_AT > v.FIRST_TRIED_AT
                  AND e.EPOCH < d.LAST_EPOCH AND e.TARGET_EPOCH < t.LAST_EPOCH)
              AND DATASET || '/' || FILE_ID IN (
                SELECT DATASET || '/' || FILE_ID FROM {ledger} WHERE STATUS = 'PUBLISHED')
            """)
        .with("moment", moment)
        .with("events", tables.fileEvents())
        .with("ledger", tables.ledger());
  }

  /** All of what was told of an incident, or nothing: the last of it says whether it is open. */
  private Sql alerts(Sql moment) {
    return Sql.of(
            """
            CHANNEL || '/' || INCIDENT IN (
              SELECT CHANNEL || '/' || INCIDENT
              FROM {alerts}
              GROUP BY CHANNEL, INCIDENT
              HAVING MAX(EVENT_AT) < {moment}
                AND MAX(CASE WHEN EVENT = 'RESOLVED' THEN EVENT_AT END)
                  >= MAX(CASE WHEN EVENT = 'TRIGGERED' THEN EVENT_AT END))
            """)
        .with("alerts", tables.table(ControlTable.ALERT_EVENTS))
        .with("moment", moment);
  }
}
