package io.snowgauge.io.notifications;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;

/** What Microsoft recommends of Kafka's clients for Event Hubs. */
final class EventHubsClient {
  /** Azure drops connections that are idle for 4 minutes. */
  private static final int IDLE_MILLIS = 180_000;

  private EventHubsClient() {}

  static Map<String, Object> properties(String mechanism, Map<String, Object> login) {
    Map<String, Object> properties = new HashMap<>(login);
    properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SASL_SSL");
    properties.put(SaslConfigs.SASL_MECHANISM, mechanism);
    properties.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, IDLE_MILLIS);
    properties.put(CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG, IDLE_MILLIS);
    return properties;
  }
}
