package io.snowgauge.pipelines.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.io.alerts.Alert;
import io.snowgauge.io.alerts.AlertKind;
import io.snowgauge.io.alerts.Delivery;
import io.snowgauge.io.alerts.Route;
import io.snowgauge.io.posting.UndeliveredException;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.AlertLog;
import io.snowgauge.io.warehouse.control.AlertLog.Event;
import io.snowgauge.io.warehouse.control.History;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells that a command could not do its work, in which the warehouse may not be there to say what
 * was told before: that is kept in a file of the staging area. Where that cannot be written either,
 * each failure is told.
 */
final class CommandFailure {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** By channel, when it was told, or why it could not be. */
  private static final String TOLD = "/told";

  private static final String UNDELIVERED = "/undelivered";

  private final List<Route> routes;
  private final Delivery delivery;
  private final String uri;
  private final Incident incident;

  /**
   * Of a command.
   *
   * @param stagingUri folder of the staging area, ending in '/'
   * @param command whose failures are one incident, such as {@code run}
   */
  CommandFailure(List<Route> routes, Delivery delivery, String stagingUri, String command) {
    this.routes = routes.stream().filter(CommandFailure::isAsked).toList();
    this.delivery = delivery;
    this.uri = stagingUri + "alerts/" + command + "-failed.json";
    this.incident =
        Incident.now(
            AlertKind.COMMAND_FAILED,
            "(" + command + ")",
            null,
            "COMMAND_FAILED: '%s' could not do its work, or could not reach the warehouse"
                .formatted(command),
            List.of("what it printed tells more, and 'snowgauge check'"));
  }

  private static boolean isAsked(Route route) {
    return route.kinds().contains(AlertKind.COMMAND_FAILED);
  }

  /**
   * Tells each channel that was not told yet.
   *
   * @return what could not be told, a line each
   */
  List<String> begin(Instant now) {
    List<String> undelivered = new ArrayList<>();
    ObjectNode known = known().orElseGet(MAPPER::createObjectNode);
    ObjectNode told = known.withObject(TOLD);
    ObjectNode failures = known.withObject(UNDELIVERED);
    for (Route route : routes) {
      String channel = route.channel().name();
      if (!told.has(channel)) {
        try {
          delivery.deliver(route.channel(), incident.alert(route.source(), now));
          told.put(channel, now.toString());
        } catch (UndeliveredException e) {
          failures.put(channel, e.getMessage());
          undelivered.add(route.undelivered(e.getMessage()));
        }
      }
    }
    keep(known);
    return undelivered;
  }

  /**
   * Tells those that were told that it is over, and records what could not be recorded then.
   *
   * @return what could not be told, a line each
   */
  List<String> end(Warehouse warehouse, Instant now) throws SQLException {
    List<String> undelivered = new ArrayList<>();
    Optional<ObjectNode> known = known();
    if (known.isEmpty()) {
      return undelivered;
    }
    ObjectNode told = known.get().withObject(TOLD);
    List<String> ended = new ArrayList<>();
    for (Route route : routes) {
      String channel = route.channel().name();
      if (told.has(channel)) {
        Alert over =
            Incident.over(incident.logged(), AlertKind.COMMAND_FAILED, route.source(), now);
        try {
          delivery.deliver(route.channel(), over);
          ended.add(channel);
        } catch (UndeliveredException e) {
          undelivered.add(route.undelivered(e.getMessage()));
        }
      }
    }
    ObjectNode failures = known.get().withObject(UNDELIVERED);
    record(warehouse, failures, ended);
    failures.removeAll();
    told.remove(ended);
    if (undelivered.isEmpty()) {
      forget();
    } else {
      keep(known.get());
    }
    return undelivered;
  }

  private void record(Warehouse warehouse, ObjectNode failures, List<String> ended)
      throws SQLException {
    AlertLog log = new AlertLog(warehouse);
    new History(warehouse)
        .<Boolean, SQLException>ask(
            connection -> {
              for (Map.Entry<String, JsonNode> failure : failures.properties()) {
                String why = failure.getValue().asText();
                log.add(
                    connection,
                    failure.getKey(),
                    incident.logged(),
                    Event.UNDELIVERED,
                    incident.summary(),
                    why);
              }
              for (String channel : ended) {
                log.add(
                    connection,
                    channel,
                    incident.logged(),
                    Event.TRIGGERED,
                    incident.summary(),
                    null);
                log.add(
                    connection,
                    channel,
                    incident.logged(),
                    Event.RESOLVED,
                    incident.summary(),
                    null);
              }
              return true;
            });
  }

  private Optional<ObjectNode> known() {
    try {
      if (Storage.find(uri, Map.of()).isEmpty()) {
        return Optional.empty();
      }
      try (InputStream in = Storage.open(uri)) {
        return Optional.of(MAPPER.readValue(in, ObjectNode.class));
      }
    } catch (IOException | UncheckedIOException e) {
      // Whoever cannot know what was told tells again.
      return Optional.empty();
    }
  }

  private void keep(ObjectNode known) {
    try (OutputStream out = Storage.create(uri)) {
      out.write(MAPPER.writeValueAsBytes(known));
    } catch (IOException | UncheckedIOException e) {
      // The next failure is told, too.
    }
  }

  private void forget() {
    try {
      Storage.delete(List.of(uri));
    } catch (IOException | UncheckedIOException e) {
      // It is told once more that this is over.
    }
  }
}
