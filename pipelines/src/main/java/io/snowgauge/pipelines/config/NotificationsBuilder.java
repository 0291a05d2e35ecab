package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.NotificationsConfiguration.EventHubs;
import io.snowgauge.pipelines.config.NotificationsConfiguration.Files;
import io.snowgauge.pipelines.config.NotificationsConfiguration.Kafka;
import io.snowgauge.pipelines.config.NotificationsConfiguration.Sqs;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds what is configured of notifications from values that passed every check. */
final class NotificationsBuilder {
  private final Values values;

  NotificationsBuilder(Values values) {
    this.values = values;
  }

  /** Null where nothing is configured of them. */
  @Nullable NotificationsConfiguration build() {
    String type = values.find(NotificationSettings.TYPE);
    if (type == null) {
      return null;
    }
    return switch (type) {
      case NotificationSettings.EVENT_HUBS -> eventHubs();
      case NotificationSettings.KAFKA -> kafka();
      case NotificationSettings.SQS ->
          new Sqs(
              values.get(NotificationSettings.QUEUE_URL),
              values.find(NotificationSettings.REGION),
              values.find(NotificationSettings.ENDPOINT));
      case NotificationSettings.FILES -> new Files(values.get(NotificationSettings.INTERVAL));
      default -> throw new IllegalStateException("no such type of notifications");
    };
  }

  private EventHubs eventHubs() {
    EventHubsAuth auth =
        values.get(NotificationSettings.AUTH_TYPE).equals(NotificationSettings.OAUTH)
            ? new EventHubsAuth.OAuth()
            : new EventHubsAuth.ConnectionString(
                values.get(NotificationSettings.AUTH_CONNECTION_STRING));
    return new EventHubs(
        values.get(NotificationSettings.NAMESPACE),
        values.get(NotificationSettings.HUB),
        values.get(NotificationSettings.CONSUMER_GROUP),
        auth,
        properties());
  }

  private Kafka kafka() {
    return new Kafka(
        values.get(NotificationSettings.BOOTSTRAP_SERVERS),
        values.get(NotificationSettings.TOPIC),
        values.get(NotificationSettings.CONSUMER_GROUP),
        properties());
  }

  private Map<String, DeferredText> properties() {
    Map<String, DeferredText> properties = new LinkedHashMap<>();
    for (String name : values.properties()) {
      properties.put(name, values.get(NotificationSettings.PROPERTY.named(name)));
    }
    return properties;
  }
}
