package io.snowgauge.pipelines.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a stream hears of created files. */
public sealed interface NotificationsConfiguration extends Serializable {
  /** Whether the configuration holds a secret itself, and not where to find it. */
  default boolean holdsSecret() {
    return false;
  }

  /**
   * An event hub, read through its Kafka endpoint.
   *
   * @param namespace the name of the namespace, or its host with or without a port
   * @param hub the name of the event hub
   * @param consumerGroup as which offsets are committed
   * @param auth how the consumer proves who it is
   * @param properties more of the consumer, by name
   */
  record EventHubs(
      String namespace,
      String hub,
      String consumerGroup,
      EventHubsAuth auth,
      Map<String, DeferredText> properties)
      implements NotificationsConfiguration {
    public EventHubs {
      properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    @Override
    public boolean holdsSecret() {
      return (auth instanceof EventHubsAuth.ConnectionString given
              && given.connectionString().isLiteral())
          || properties.values().stream().anyMatch(DeferredText::isLiteralSecret);
    }
  }

  /**
   * A topic of a Kafka cluster.
   *
   * @param bootstrapServers hosts with ports, separated by commas
   * @param topic its name
   * @param consumerGroup as which offsets are committed
   * @param properties more of the consumer, by name
   */
  record Kafka(
      String bootstrapServers,
      String topic,
      String consumerGroup,
      Map<String, DeferredText> properties)
      implements NotificationsConfiguration {
    public Kafka {
      properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    @Override
    public boolean holdsSecret() {
      return properties.values().stream().anyMatch(DeferredText::isLiteralSecret);
    }
  }

  /**
   * A queue of Amazon SQS.
   *
   * @param queueUrl its URL
   * @param region of the queue, or null for what the URL or the environment says
   * @param endpoint of the service in place of AWS' own, or null
   */
  record Sqs(String queueUrl, @Nullable String region, @Nullable String endpoint)
      implements NotificationsConfiguration {}

  /**
   * None: inputs are listed again and again.
   *
   * @param interval between the listings
   */
  record Files(Duration interval) implements NotificationsConfiguration {}
}
