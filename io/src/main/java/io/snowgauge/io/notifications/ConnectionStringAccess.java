package io.snowgauge.io.notifications;

import io.snowgauge.io.secrets.Secret;
import java.util.Map;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.plain.PlainLoginModule;

/**
 * Event Hubs by a shared access policy, as Microsoft documents it for Kafka's clients.
 *
 * @param connectionString holds the policy's name and key
 */
record ConnectionStringAccess(Secret connectionString) implements KafkaAccess {
  private static final String USER = "$ConnectionString";

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the secret is no connection string
   */
  @Override
  public Map<String, Object> properties() {
    String secret = connectionString.read().strip();
    if (!secret.startsWith("Endpoint=")
        || !(secret.contains("SharedAccessKey=") || secret.contains("SharedAccessSignature="))) {
      throw new IllegalArgumentException(
          "notifications.auth.connectionString: expected"
              + " 'Endpoint=sb://…;SharedAccessKeyName=…;SharedAccessKey=…' but found another text;"
              + " copy the connection string of a policy that may listen");
    }
    String jaas =
        "%s required username=\"%s\" password=\"%s\";"
            .formatted(PlainLoginModule.class.getName(), USER, quoted(secret));
    return EventHubsClient.properties(
        "PLAIN", Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password(jaas)));
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
