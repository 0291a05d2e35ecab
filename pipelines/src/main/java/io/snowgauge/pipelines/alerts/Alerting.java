package io.snowgauge.pipelines.alerts;

import io.snowgauge.io.alerts.Alert;
import io.snowgauge.io.alerts.AlertKind;
import io.snowgauge.io.alerts.Delivery;
import io.snowgauge.io.alerts.Route;
import io.snowgauge.io.alerts.UndeliveredException;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.AlertLog;
import io.snowgauge.io.warehouse.control.AlertLog.Event;
import io.snowgauge.io.warehouse.control.AlertLog.Told;
import io.snowgauge.io.warehouse.control.History;
import io.snowgauge.io.warehouse.control.LastRuns;
import io.snowgauge.pipelines.batch.FailureMessage;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.pipelines.status.DatasetStatus;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.expectations.Expectation;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells each channel of incidents that it has not been told of, and of the end of those that it
 * has. What was told is in the warehouse, so it does not matter which process looks, or when. Two
 * that look at the same moment may both tell.
 */
public final class Alerting {
  private final Configuration configuration;
  private final Warehouse warehouse;
  private final AlertLog log;
  private final Delivery delivery;

  /** Of what is configured. */
  public Alerting(Configuration configuration, Delivery delivery) {
    this.configuration = configuration;
    this.warehouse = configuration.warehouse();
    this.log = new AlertLog(warehouse);
    this.delivery = delivery;
  }

  /**
   * Does so when a command has done its work. What cannot be told is printed, and changes nothing of
   * how the command ends.
   *
   * @param failed whether it could not go on; that is told even where the warehouse cannot be asked
   */
  public static void afterwards(Configuration configuration, boolean failed, PrintWriter err) {
    if (configuration.alerts().isEmpty()) {
      return;
    }
    Alerting alerting = new Alerting(configuration, new Delivery());
    List<String> undelivered = new ArrayList<>();
    try {
      undelivered.addAll(alerting.tell(Instant.now()));
    } catch (SQLException | RuntimeException e) {
      undelivered.add("alerts: the warehouse cannot be asked, " + FailureMessage.of(e));
      if (failed) {
        undelivered.addAll(alerting.tellUnreachable(Instant.now()));
      }
    }
    undelivered.forEach(line -> err.println("warning: " + Display.line(line)));
  }

  /**
   * Looks at the ledger and the audit, and tells.
   *
   * @return what could not be told, a line each
   * @throws SQLException if the warehouse cannot be asked
   */
  public List<String> tell(Instant now) throws SQLException {
    List<String> undelivered = new ArrayList<>();
    if (!configuration.alerts().isEmpty()) {
      new History(warehouse)
          .<Boolean, SQLException>ask(
              connection -> {
                tell(connection, now, undelivered);
                return true;
              });
    }
    return undelivered;
  }

  /**
   * Tells that a run failed and the warehouse cannot be asked. Nobody can know what was told
   * before, so it is told each time, of one incident.
   *
   * @return what could not be told, a line each
   */
  public List<String> tellUnreachable(Instant now) {
    List<String> undelivered = new ArrayList<>();
    Incident incident =
        new Incident(
            AlertKind.RUN_FAILED,
            "warehouse",
            null,
            null,
            true,
            "RUN_FAILED: a run failed, and the warehouse cannot be reached",
            List.of());
    for (Route route : configuration.alerts()) {
      if (route.kinds().contains(AlertKind.RUN_FAILED)) {
        try {
          delivery.deliver(route.channel(), incident.alert(route.source(), now));
        } catch (UndeliveredException e) {
          undelivered.add(line(route, e.getMessage()));
        }
      }
    }
    return undelivered;
  }

  private static String line(Route route, @Nullable String why) {
    return "alerts." + route.channel().name() + ": not delivered, " + why;
  }

  private void tell(Connection connection, Instant now, List<String> undelivered)
      throws SQLException {
    Map<Route, Map<String, Told>> told = new LinkedHashMap<>();
    for (Route route : configuration.alerts()) {
      told.put(route, log.told(connection, route.channel().name()));
    }
    Map<String, Incident> incidents = incidents(connection, firstOpenDays(told), now);
    for (Route route : configuration.alerts()) {
      Map<String, Told> ofRoute = told.getOrDefault(route, Map.of());
      try {
        tellOfNew(connection, route, incidents, ofRoute, now);
        tellOfOver(connection, route, incidents, ofRoute, now);
      } catch (UndeliveredException e) {
        // The others would have to wait as long, and are told the next time.
        undelivered.add(line(route, e.getMessage()));
      }
    }
  }

  /** Of each dataset the first day of an incident that is not over, for it has to be looked at. */
  private static Map<String, LocalDate> firstOpenDays(Map<Route, Map<String, Told>> told) {
    Map<String, LocalDate> first = new HashMap<>();
    for (Map<String, Told> ofRoute : told.values()) {
      for (Told one : ofRoute.values()) {
        String day = one.incident().periodDay();
        if (one.isOpen() && day != null && AlertKind.valueOf(one.incident().kind()).isMendable()) {
          first.merge(
              one.incident().dataset(),
              LocalDate.parse(day),
              (known, other) -> known.isBefore(other) ? known : other);
        }
      }
    }
    return first;
  }

  private Map<String, Incident> incidents(
      Connection connection, Map<String, LocalDate> firstOpenDays, Instant now)
      throws SQLException {
    Map<String, Incident> incidents = new LinkedHashMap<>();
    for (Dataset dataset : configuration.datasets()) {
      Expectation expectation = configuration.expectations().get(dataset.name());
      LocalDate recent = DatasetStatus.latestFrom(expectation, now);
      LocalDate open = firstOpenDays.getOrDefault(dataset.name(), recent);
      DatasetStatus status =
          DatasetStatus.of(
              warehouse,
              connection,
              dataset,
              expectation,
              new DatasetStatus.Days(open.isBefore(recent) ? open : recent, null),
              now);
      Incidents.of(status, recent).forEach(incident -> incidents.put(incident.id(), incident));
    }
    for (LastRuns.LastRun run : new LastRuns(warehouse).read(connection)) {
      if (configuration.dataset(run.dataset()).isPresent()) {
        Incidents.of(run).forEach(incident -> incidents.put(incident.id(), incident));
      }
    }
    return incidents;
  }

  private void tellOfNew(
      Connection connection,
      Route route,
      Map<String, Incident> incidents,
      Map<String, Told> told,
      Instant now)
      throws SQLException, UndeliveredException {
    for (Incident incident : incidents.values()) {
      Told known = told.get(incident.id());
      boolean isOpen = known != null && known.isOpen();
      if (!isOpen
          && incident.isRecent()
          && route.kinds().contains(incident.kind())
          && !wasMissing(incident, told)) {
        deliver(
            connection,
            route,
            incident.logged(),
            incident.alert(route.source(), now),
            Event.TRIGGERED);
      }
    }
  }

  /** Whoever was told that files are missing is told that they came, and need not know how late. */
  private static boolean wasMissing(Incident incident, Map<String, Told> told) {
    return incident.kind() == AlertKind.LATE
        && told.containsKey(
            Incident.id(AlertKind.MISSING, incident.dataset(), incident.period()));
  }

  private void tellOfOver(
      Connection connection,
      Route route,
      Map<String, Incident> incidents,
      Map<String, Told> told,
      Instant now)
      throws SQLException, UndeliveredException {
    for (Told one : told.values()) {
      AlertLog.Incident incident = one.incident();
      if (!one.isOpen() || incidents.containsKey(incident.incident())) {
        continue;
      }
      AlertKind kind = AlertKind.valueOf(incident.kind());
      Alert over = over(incident, kind, route.source(), now);
      if (kind.isMendable() || route.channel().keepsIncidents()) {
        deliver(connection, route, incident, over, Event.RESOLVED);
      } else {
        log.add(
            connection, route.channel().name(), incident, Event.RESOLVED, over.summary(), null);
      }
    }
  }

  private static Alert over(
      AlertLog.Incident incident, AlertKind kind, String source, Instant now) {
    return new Alert(
        incident.incident(),
        Alert.Action.RESOLVED,
        kind.severity(),
        kind.name(),
        incident.dataset(),
        source,
        "OK again: " + incident.incident(),
        List.of(),
        now);
  }

  private void deliver(
      Connection connection,
      Route route,
      AlertLog.Incident incident,
      Alert alert,
      Event event)
      throws SQLException, UndeliveredException {
    String channel = route.channel().name();
    try {
      delivery.deliver(route.channel(), alert);
    } catch (UndeliveredException e) {
      log.add(
          connection, channel, incident, Event.UNDELIVERED, alert.summary(), e.getMessage());
      throw e;
    }
    log.add(connection, channel, incident, event, alert.summary(), null);
  }
}
