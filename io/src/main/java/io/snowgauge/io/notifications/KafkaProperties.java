package io.snowgauge.io.notifications;

import io.snowgauge.io.secrets.Secret;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Properties as they are given. Kafka itself hides those of them that hold secrets when it logs.
 *
 * @param properties each read when it is needed
 */
record KafkaProperties(Map<String, Secret> properties) {
  KafkaProperties {
    properties = new LinkedHashMap<>(properties);
  }

  /** Adds them to others, which they override. */
  KafkaAccess over(KafkaAccess access) {
    return new Overriding(access, properties);
  }

  /** Nothing but them. */
  KafkaAccess alone() {
    return over(new None());
  }

  private record None() implements KafkaAccess {
    @Override
    public Map<String, Object> properties() {
      return Map.of();
    }
  }

  private record Overriding(KafkaAccess access, Map<String, Secret> own) implements KafkaAccess {
    @Override
    public Map<String, Object> properties() {
      Map<String, Object> properties = new LinkedHashMap<>(access.properties());
      own.forEach((name, value) -> properties.put(name, value.read()));
      return properties;
    }
  }
}
