package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was told of incidents, and what could not be told: rows are only added. An incident is open
 * on a channel if the last that was told of it there is that it began.
 */
public final class AlertLog {
  /** What happened to an alert. */
  public enum Event {
    /** It was told that an incident began. */
    TRIGGERED,
    /** It was told that it is over, or it is over and nobody had to be told. */
    RESOLVED,
    /** It could not be told; it is tried again the next time. */
    UNDELIVERED
  }

  /**
   * What an event is of.
   *
   * @param incident its identity
   * @param kind what it is, such as MISSING
   * @param dataset of which
   * @param periodDay the first day of the period that it is of, or null
   */
  public record Incident(
      String incident, String kind, String dataset, @Nullable String periodDay) {}

  /**
   * The last that was told.
   *
   * @param incident of which
   * @param isOpen whether it was told that it began, and not yet that it is over
   */
  public record Told(Incident incident, boolean isOpen) {}

  private final String events;
  private final String now;

  /** The log of a warehouse. */
  public AlertLog(Warehouse warehouse) {
    this.events = new ControlTables(warehouse).table(ControlTable.ALERT_EVENTS);
    this.now = warehouse.dialect().now();
  }

  /** The last that a channel was told of each incident, by its identity. */
  public Map<String, Told> told(Connection connection, String channel) throws SQLException {
    Map<String, Told> told = new HashMap<>();
    Sql.of(
            """
            SELECT INCIDENT, KIND, DATASET, PERIOD_DAY, EVENT
            FROM {events}
            WHERE CHANNEL = :channel AND EVENT <> 'UNDELIVERED'
            QUALIFY ROW_NUMBER() OVER (
              PARTITION BY INCIDENT
              ORDER BY EVENT_AT DESC, CASE EVENT WHEN 'RESOLVED' THEN 1 ELSE 0 END DESC) = 1
            """)
        .with("events", events)
        .bind("channel", channel)
        .query(
            connection,
            row -> {
              Incident incident =
                  new Incident(
                      row.text(AlertColumn.INCIDENT),
                      row.text(AlertColumn.KIND),
                      row.text(AlertColumn.DATASET),
                      row.textOrNull(AlertColumn.PERIOD_DAY));
              boolean isOpen = row.text(AlertColumn.EVENT).equals(Event.TRIGGERED.name());
              told.put(incident.incident(), new Told(incident, isOpen));
              return true;
            });
    return told;
  }

  /**
   * Adds what happened.
   *
   * @param failure why it could not be told, or null
   */
  public void add(
      Connection connection,
      String channel,
      Incident incident,
      Event event,
      String summary,
      @Nullable String failure)
      throws SQLException {
    Sql.of(
            """
            INSERT INTO {events} (
              INCIDENT, CHANNEL, EVENT, KIND, DATASET, PERIOD_DAY, SUMMARY, FAILURE, EVENT_AT)
            SELECT :incident, :channel, :event, :kind, :dataset, :day, :summary, :failure, {now}
            """)
        .with("events", events)
        .with("now", now)
        .bind("incident", incident.incident())
        .bind("channel", channel)
        .bind("event", event.name())
        .bind("kind", incident.kind())
        .bind("dataset", incident.dataset())
        .bind("day", incident.periodDay())
        .bind("summary", summary)
        .bind("failure", failure)
        .update(connection);
  }
}
