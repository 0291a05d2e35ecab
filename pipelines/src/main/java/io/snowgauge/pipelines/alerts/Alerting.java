package io.snowgauge.pipelines.alerts;

import io.snowgauge.io.alerts.Delivery;
import io.snowgauge.io.alerts.Route;
import io.snowgauge.io.posting.UndeliveredException;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.AlertLog;
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
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells each channel of incidents that it has not been told of, and of the end of those that it
 * has. What was told is in the warehouse, so it does not matter which process looks, or when. Two
 * that look at the same moment may both tell.
 */
public final class Alerting {
  /** A run that died and was found within this time is told of, though all is well since. */
  private static final Duration NEWS = Duration.ofDays(2);

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

  /** How a command ended. */
  public enum End {
    /** It only looked. */
    LOOKED,
    /** It has done its work, whatever its files are like. */
    WORKED,
    /** It could not do its work, and the audit may not know. */
    COULD_NOT_WORK
  }

  /**
   * Tells when a command has done its work. What cannot be told is printed, and changes nothing of
   * how the command ends.
   *
   * @param command whose failures are one incident, such as {@code run}
   */
  public static void afterwards(
      Configuration configuration, String command, End end, PrintWriter err) {
    afterwards(configuration, command, end, Observed.NOTHING, err);
  }

  /** The same, also of what only this command has seen. */
  static void afterwards(
      Configuration configuration, String command, End end, Observed observed, PrintWriter err) {
    if (!configuration.alerts().isEmpty()) {
      new Alerting(configuration, new Delivery())
          .tellOfEnd(command, end, observed, Instant.now())
          .forEach(line -> err.println("warning: " + Display.line(line)));
    }
  }

  /**
   * Tells what the ledger says, and that a command failed, or that it does no longer.
   *
   * @param observed what the command has seen, which is told also where nothing can be recorded
   * @return what could not be told, a line each
   */
  List<String> tellOfEnd(String command, End end, Observed observed, Instant now) {
    List<String> undelivered = new ArrayList<>();
    try {
      if (!tell(now, observed, undelivered)) {
        undelivered.addAll(tellUnrecorded(observed, now));
      }
      if (end == End.WORKED) {
        undelivered.addAll(commandWorks(command, now));
      }
    } catch (SQLException | RuntimeException e) {
      undelivered.add("alerts: the warehouse cannot be asked, " + FailureMessage.of(e));
      undelivered.addAll(tellUnrecorded(observed, now));
    }
    if (end == End.COULD_NOT_WORK) {
      undelivered.addAll(commandFailed(command, now));
    }
    return undelivered;
  }

  /** Tells that a command could not do its work. */
  List<String> commandFailed(String command, Instant now) {
    return failure(command).begin(now);
  }

  /** Tells that it can again, where it was told that it could not. */
  List<String> commandWorks(String command, Instant now) throws SQLException {
    return failure(command).end(warehouse, now);
  }

  private CommandFailure failure(String command) {
    return new CommandFailure(configuration.alerts(), delivery, configuration.staging(), command);
  }

  /**
   * Looks at the ledger and the audit, and tells.
   *
   * @param observed what this process has seen beside them
   * @return what could not be told, a line each
   * @throws SQLException if the warehouse cannot be asked
   */
  List<String> tell(Instant now, Observed observed) throws SQLException {
    List<String> undelivered = new ArrayList<>();
    if (!configuration.alerts().isEmpty()) {
      tell(now, observed, undelivered);
    }
    return undelivered;
  }

  /** Tells; not where there is no ledger, which is where it is recorded what was told. */
  private boolean tell(Instant now, Observed observed, List<String> undelivered)
      throws SQLException {
    return new History(warehouse)
        .<Boolean, SQLException>ask(
            connection -> {
              tell(connection, now, observed, undelivered);
              return true;
            })
        .isPresent();
  }

  /** Tells everybody, for nobody can know who has been told. */
  private List<String> tellUnrecorded(Observed observed, Instant now) {
    List<String> undelivered = new ArrayList<>();
    for (Route route : configuration.alerts()) {
      try {
        for (Incident incident : observed.incidents()) {
          if (route.kinds().contains(incident.kind())) {
            delivery.deliver(route.channel(), incident.alert(route.source(), now));
          }
        }
      } catch (UndeliveredException e) {
        undelivered.add(route.undelivered(e.getMessage()));
      }
    }
    return undelivered;
  }

  private void tell(Connection connection, Instant now, Observed observed, List<String> undelivered)
      throws SQLException {
    Map<Route, Map<String, Told>> told = new LinkedHashMap<>();
    for (Route route : configuration.alerts()) {
      told.put(route, log.told(connection, route.channel().name()));
    }
    Map<String, Incident> incidents = incidents(connection, firstOpenDays(told), now);
    observed.incidents().forEach(incident -> incidents.put(incident.id(), incident));
    for (Map.Entry<Route, Map<String, Told>> one : told.entrySet()) {
      Route route = one.getKey();
      try {
        new Teller(log, delivery, connection, route, one.getValue(), now)
            .tell(incidents, observed.judged());
      } catch (UndeliveredException e) {
        // The others would have to wait as long, and are told the next time.
        undelivered.add(route.undelivered(e.getMessage()));
      }
    }
  }

  /** Of each dataset the first day of an incident that is not over, for it has to be looked at. */
  private static Map<String, LocalDate> firstOpenDays(Map<Route, Map<String, Told>> told) {
    Map<String, LocalDate> first = new HashMap<>();
    for (Map<String, Told> ofRoute : told.values()) {
      for (Told one : ofRoute.values()) {
        String day = one.incident().periodDay();
        if (one.isOpen() && day != null) {
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
    for (LastRuns.LastRun run : new LastRuns(warehouse).read(connection, now.minus(NEWS))) {
      if (configuration.dataset(run.dataset()).isPresent()) {
        Incidents.of(run).forEach(incident -> incidents.put(incident.id(), incident));
      }
    }
    return incidents;
  }
}
