package io.snowgauge.io.notifications;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * A topic and how to read it.
 *
 * @param kind what users call it
 * @param bootstrapServers brokers, hosts with ports, separated by commas
 * @param name of the topic
 * @param consumerGroup as which offsets are committed
 * @param access to the cluster
 */
record KafkaTopic(
    Kind kind, String bootstrapServers, String name, String consumerGroup, KafkaAccess access)
    implements Serializable {
  enum Kind {
    TOPIC("topic", "notifications.topic", "notifications.properties"),
    EVENT_HUB("event hub", "notifications.hub", "notifications.auth");

    final String noun;
    final String nameKey;
    final String accessKey;

    Kind(String noun, String nameKey, String accessKey) {
      this.noun = noun;
      this.nameKey = nameKey;
      this.accessKey = accessKey;
    }
  }

  /**
   * What a client takes, secrets included.
   *
   * @param properties of the client, which those of the access override
   */
  Map<String, Object> client(Map<String, Object> properties) {
    Map<String, Object> client = new HashMap<>(properties);
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    client.putAll(access.properties());
    return client;
  }

  /** For messages: the topic 'blobs' at broker:9092. */
  @Override
  public String toString() {
    return "the " + kind.noun + " '" + name + "' at " + bootstrapServers;
  }
}
