package io.snowgauge.pipelines.alerts;

import io.snowgauge.io.alerts.Alert;
import io.snowgauge.io.alerts.AlertKind;
import io.snowgauge.io.alerts.Delivery;
import io.snowgauge.io.alerts.Route;
import io.snowgauge.io.posting.UndeliveredException;
import io.snowgauge.io.warehouse.control.AlertLog;
import io.snowgauge.io.warehouse.control.AlertLog.Event;
import io.snowgauge.io.warehouse.control.AlertLog.Told;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells one channel what it does not know yet, and records what was told and what could not be.
 *
 * @param told the last that the channel was told of each incident
 */
record Teller(
    AlertLog log,
    Delivery delivery,
    Connection connection,
    Route route,
    Map<String, Told> told,
    Instant now) {

  /**
   * Tells of new incidents, and of those that are over.
   *
   * @param judged the incidents of kinds that only some processes see, and this one does
   * @throws UndeliveredException at the first that is not delivered, which is recorded
   */
  void tell(Map<String, Incident> incidents, Set<String> judged)
      throws SQLException, UndeliveredException {
    for (Incident incident : incidents.values()) {
      if (incident.isNews() && route.kinds().contains(incident.kind()) && isNew(incident)) {
        begin(incident);
      }
    }
    for (Told one : told.values()) {
      AlertKind kind = kind(one.incident());
      if (one.isOpen()
          && kind != null
          && (kind.isInTheLedger() || judged.contains(one.incident().incident()))
          && isOver(incidents.get(one.incident().incident()))) {
        end(one.incident(), kind);
      }
    }
  }

  private static boolean isOver(@Nullable Incident incident) {
    return incident == null || incident.isOver();
  }

  private boolean isNew(Incident incident) {
    Told known = told.get(incident.id());
    if (incident.isOver()) {
      return known == null;
    }
    return (known == null || !known.isOpen()) && !wasMissing(incident);
  }

  /** Whoever was told that files are missing is told that they came, and need not know how late. */
  private boolean wasMissing(Incident incident) {
    return incident.kind() == AlertKind.LATE
        && told.containsKey(Incident.id(AlertKind.MISSING, incident.dataset(), incident.part()));
  }

  private void begin(Incident incident) throws SQLException, UndeliveredException {
    deliver(incident.logged(), incident.alert(route.source(), now), Event.TRIGGERED);
    if (incident.isOver()) {
      if (route.channel().keepsIncidents()) {
        end(incident.logged(), incident.kind());
      } else {
        // What was told said so.
        add(incident.logged(), Event.RESOLVED, incident.summary(), null);
      }
    }
  }

  private void end(AlertLog.Incident incident, AlertKind kind)
      throws SQLException, UndeliveredException {
    Alert over = Incident.over(incident, kind, route.source(), now);
    if (kind.isMendable() || route.channel().keepsIncidents()) {
      deliver(incident, over, Event.RESOLVED);
    } else {
      add(incident, Event.RESOLVED, over.summary(), null);
    }
  }

  private void deliver(AlertLog.Incident incident, Alert alert, Event event)
      throws SQLException, UndeliveredException {
    try {
      delivery.deliver(route.channel(), alert);
    } catch (UndeliveredException e) {
      add(incident, Event.UNDELIVERED, alert.summary(), e.getMessage());
      throw e;
    }
    add(incident, event, alert.summary(), null);
  }

  private void add(
      AlertLog.Incident incident, Event event, String summary, @Nullable String failure)
      throws SQLException {
    log.add(connection, route.channel().name(), incident, event, summary, failure);
  }

  /** Null for one that a later version of this program has told. */
  static @Nullable AlertKind kind(AlertLog.Incident incident) {
    for (AlertKind kind : AlertKind.values()) {
      if (kind.name().equals(incident.kind())) {
        return kind;
      }
    }
    return null;
  }
}
