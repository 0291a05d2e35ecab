package io.snowgauge.io.alerts;

import io.snowgauge.io.posting.Message;
import io.snowgauge.io.secrets.Secret;
import io.snowgauge.transforms.files.Sha256;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Any webhook, which is given a <a
 * href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">CloudEvent</a>
 * in structured mode.
 *
 * @param name as configured
 * @param url of the webhook
 * @param token that it wants as a bearer token, or null
 */
public record Webhook(String name, Secret url, @Nullable Secret token) implements Channel {
  /** An event of more than 64 kB need not be forwarded by all; details leave room for escapes. */
  private static final int DETAILS = 8000;

  @Override
  public boolean keepsIncidents() {
    return true;
  }

  @Override
  public Message message(Alert alert) {
    String action = alert.action().name().toLowerCase(Locale.ROOT);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("incident", alert.incident());
    data.put("action", action);
    data.put("severity", alert.severity().name().toLowerCase(Locale.ROOT));
    data.put("kind", alert.kind());
    data.put("dataset", alert.dataset());
    data.put("summary", Fitting.cut(alert.summary(), 1000));
    data.put("details", Fitting.lines(alert.details(), DETAILS, String::length));
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("specversion", "1.0");
    event.put("id", Sha256.identity(alert.incident() + "\n" + action + "\n" + alert.at(), 16));
    event.put("source", "/snowgauge/" + alert.source().replaceAll("[^A-Za-z0-9._~-]", "-"));
    event.put("type", "io.snowgauge.alert." + action);
    event.put("subject", alert.dataset());
    event.put("time", alert.at().toString());
    event.put("datacontenttype", "application/json");
    event.put("data", data);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/cloudevents+json; charset=UTF-8");
    if (token != null) {
      headers.put("Authorization", "Bearer " + token.read());
    }
    return new Message(url.read(), headers, Json.text(event));
  }
}
