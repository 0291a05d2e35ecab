package io.snowgauge.pipelines.stream;

import io.snowgauge.io.notifications.KafkaNotifications;
import io.snowgauge.io.notifications.NotificationSource;
import io.snowgauge.io.notifications.SqsNotifications;
import io.snowgauge.io.secrets.Secret;
import io.snowgauge.pipelines.config.DeferredText;
import io.snowgauge.pipelines.config.EventHubsAuth;
import io.snowgauge.pipelines.config.NotificationsConfiguration;
import io.snowgauge.pipelines.config.NotificationsConfiguration.EventHubs;
import io.snowgauge.pipelines.config.NotificationsConfiguration.Files;
import io.snowgauge.pipelines.config.NotificationsConfiguration.Kafka;
import io.snowgauge.pipelines.config.NotificationsConfiguration.Sqs;
import io.snowgauge.pipelines.config.SecretReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the configuration says of notifications, as a source reads them; connects to nothing. */
public final class NotificationSources {
  private NotificationSources() {}

  /**
   * The source. Its libraries are those of {@code pipelines/cloud}.
   *
   * @return none where inputs are listed instead
   */
  public static Optional<NotificationSource> of(NotificationsConfiguration configured) {
    if (configured instanceof EventHubs hubs) {
      return Optional.of(
          KafkaNotifications.eventHub(
              hubs.namespace(),
              hubs.hub(),
              hubs.consumerGroup(),
              hubs.auth() instanceof EventHubsAuth.ConnectionString auth
                  ? new Referred(auth.connectionString())
                  : null,
              deferred(hubs.properties())));
    }
    if (configured instanceof Kafka kafka) {
      return Optional.of(
          KafkaNotifications.kafka(
              kafka.bootstrapServers(),
              kafka.topic(),
              kafka.consumerGroup(),
              deferred(kafka.properties())));
    }
    if (configured instanceof Sqs sqs) {
      return Optional.of(SqsNotifications.queue(sqs.queueUrl(), sqs.region(), sqs.endpoint()));
    }
    if (configured instanceof Files) {
      return Optional.empty();
    }
    throw new IllegalStateException("notifications of no known kind");
  }

  private static Map<String, Secret> deferred(Map<String, DeferredText> properties) {
    Map<String, Secret> deferred = new LinkedHashMap<>();
    properties.forEach((name, text) -> deferred.put(name, new Deferred(text)));
    return deferred;
  }

  private record Referred(SecretReference reference) implements Secret {
    @Override
    public String read() {
      return reference.resolve();
    }
  }

  private record Deferred(DeferredText text) implements Secret {
    @Override
    public String read() {
      return text.resolve();
    }
  }
}
