package io.snowgauge.pipelines.config;

import io.snowgauge.io.notifications.Subscription;
import io.snowgauge.io.secrets.Secret;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds what is configured of streams from values that passed every check. */
final class StreamingBuilder {
  private final Values values;

  StreamingBuilder(Values values) {
    this.values = values;
  }

  Streaming build() {
    String type = values.find(NotificationSettings.TYPE);
    Long port = values.find(NotificationSettings.MONITORING_PORT);
    Setting<Duration> listing =
        NotificationSettings.FILES.equals(type)
            ? NotificationSettings.INTERVAL
            : NotificationSettings.SWEEP;
    return new Streaming(
        type != null,
        type == null ? null : subscription(type),
        new Streaming.Interval(
            values.get(listing), Objects.requireNonNull(values.shown(listing.pattern()))),
        new Streaming.Batch(
            values.get(NotificationSettings.BATCH_INTERVAL),
            values.get(NotificationSettings.BATCH_BYTES)),
        values.get(NotificationSettings.DEAD_LETTERS),
        port == null ? null : Math.toIntExact(port),
        values.get(NotificationSettings.MONITORING_STALLED));
  }

  private @Nullable Subscription subscription(String type) {
    return switch (type) {
      case NotificationSettings.EVENT_HUBS ->
          new Subscription.EventHub(
              values.get(NotificationSettings.NAMESPACE),
              values.get(NotificationSettings.HUB),
              values.get(NotificationSettings.CONSUMER_GROUP),
              values.find(NotificationSettings.AUTH_CONNECTION_STRING),
              properties());
      case NotificationSettings.KAFKA ->
          new Subscription.Topic(
              values.get(NotificationSettings.BOOTSTRAP_SERVERS),
              values.get(NotificationSettings.TOPIC),
              values.get(NotificationSettings.CONSUMER_GROUP),
              properties());
      case NotificationSettings.SQS ->
          new Subscription.Queue(
              values.get(NotificationSettings.QUEUE_URL),
              values.find(NotificationSettings.REGION),
              values.find(NotificationSettings.ENDPOINT));
      case NotificationSettings.FILES -> null;
      default -> throw new IllegalStateException("no such type of notifications");
    };
  }

  private Map<String, Secret> properties() {
    Map<String, Secret> properties = new LinkedHashMap<>();
    for (String name : values.properties()) {
      properties.put(name, values.get(NotificationSettings.PROPERTY.named(name)));
    }
    return properties;
  }
}
