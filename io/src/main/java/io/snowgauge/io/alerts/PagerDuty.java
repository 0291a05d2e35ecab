package io.snowgauge.io.alerts;

import io.snowgauge.io.posting.Message;
import io.snowgauge.io.secrets.Secret;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * PagerDuty's <a href="https://developer.pagerduty.com/docs/send-alert-event">Events API v2</a>.
 *
 * @param name as configured
 * @param routingKey of the service's integration
 * @param endpoint the address that takes events
 */
public record PagerDuty(String name, Secret routingKey, String endpoint) implements Channel {
  /** Where events go, unless an account is in the EU. */
  public static final String ENDPOINT = "https://events.pagerduty.com/v2/enqueue";

  private static final int SUMMARY = 1024;
  private static final int DEDUP_KEY = 255;

  /** An event may have 512 kB; nobody reads that much. */
  private static final int DETAILS = 8000;

  @Override
  public boolean keepsIncidents() {
    return true;
  }

  @Override
  public Message message(Alert alert) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("routing_key", routingKey.read());
    boolean isOver = alert.action() == Alert.Action.RESOLVED;
    event.put("event_action", isOver ? "resolve" : "trigger");
    event.put("dedup_key", Fitting.cut(alert.source() + "/" + alert.incident(), DEDUP_KEY));
    event.put("client", "Snowgauge");
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("summary", Fitting.cut(alert.summary(), SUMMARY));
    payload.put("source", alert.source());
    payload.put("severity", alert.severity().name().toLowerCase(Locale.ROOT));
    payload.put("timestamp", alert.at().toString());
    payload.put("component", alert.dataset());
    payload.put("class", alert.kind());
    payload.put(
        "custom_details",
        Map.of("details", Fitting.lines(alert.details(), DETAILS, String::length)));
    event.put("payload", payload);
    return Message.json(endpoint, Json.text(event));
  }
}
