package io.snowgauge.io.notifications;

import io.snowgauge.io.secrets.Secret;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where one hears of created files. Its source needs the libraries of the clouds. */
public sealed interface Subscription extends Serializable {
  /** What reads it. */
  NotificationSource source();

  /**
   * A topic of a Kafka cluster.
   *
   * @param bootstrapServers brokers, hosts with ports, separated by commas
   * @param topic its name
   * @param consumerGroup as which offsets are committed
   * @param properties more of the consumer, by name; read where a consumer is made
   */
  record Topic(
      String bootstrapServers, String topic, String consumerGroup, Map<String, Secret> properties)
      implements Subscription {
    /** Keeps a copy of the properties, in their order. */
    public Topic {
      properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    @Override
    public KafkaNotifications source() {
      return new KafkaNotifications(
          new KafkaTopic(
              KafkaTopic.Kind.TOPIC,
              bootstrapServers,
              topic,
              consumerGroup,
              new KafkaProperties(properties).alone()));
    }
  }

  /**
   * An event hub, read through the Kafka endpoint of its namespace.
   *
   * @param namespace its name, or its host with or without a port
   * @param hub its name
   * @param consumerGroup as which offsets are committed
   * @param connectionString of a policy that may listen; null for the identity that Azure's default
   *     credential finds on the machine where a consumer is made
   * @param properties more of the consumer, by name; read where a consumer is made
   */
  record EventHub(
      String namespace,
      String hub,
      String consumerGroup,
      @Nullable Secret connectionString,
      Map<String, Secret> properties)
      implements Subscription {
    /** Keeps a copy of the properties, in their order. */
    public EventHub {
      properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    @Override
    public KafkaNotifications source() {
      EventHubsEndpoint endpoint = EventHubsEndpoint.of(namespace);
      KafkaAccess access =
          connectionString == null
              ? new EntraAccess(endpoint.scope())
              : new ConnectionStringAccess(connectionString);
      return new KafkaNotifications(
          new KafkaTopic(
              KafkaTopic.Kind.EVENT_HUB,
              endpoint.bootstrapServers(),
              hub,
              consumerGroup,
              new KafkaProperties(properties).over(access)));
    }
  }

  /**
   * A queue of Azure Queue Storage, to which Event Grid delivers.
   *
   * @param url of the queue
   * @param connectionString of its account; null for the identity that Azure's default credential
   *     finds on the machine that reads
   */
  record StorageQueue(String url, @Nullable Secret connectionString) implements Subscription {
    @Override
    public QueueNotifications source() {
      return new QueueNotifications(new StorageQueueAccess(url, connectionString));
    }
  }

  /**
   * A queue of Amazon SQS.
   *
   * @param url of the queue
   * @param region of the queue; null for what the URL says, or else the pipeline's options
   * @param endpoint of the service; null for what the pipeline's options say, by default AWS' own
   */
  record Queue(String url, @Nullable String region, @Nullable String endpoint)
      implements Subscription {
    @Override
    public QueueNotifications source() {
      return new QueueNotifications(new SqsAccess(url, region, endpoint));
    }
  }
}
