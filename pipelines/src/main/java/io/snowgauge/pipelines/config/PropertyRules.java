package io.snowgauge.pipelines.config;

import java.util.Map;

/** What other keys or the program decide of a Kafka consumer, its properties do not. */
final class PropertyRules {
  private static final String OTHER_KEY = "expected the key ";

  private static final Map<String, String> RESERVED =
      Map.of(
          "bootstrap.servers", OTHER_KEY + NotificationSettings.BOOTSTRAP_SERVERS.pattern(),
          "group.id", OTHER_KEY + NotificationSettings.CONSUMER_GROUP.pattern(),
          "enable.auto.commit", "expected none, as offsets are committed with checkpoints,",
          "key.deserializer", "expected none, as notifications are bytes,",
          "value.deserializer", "expected none, as notifications are bytes,");

  private PropertyRules() {}

  static void check(Dictionary given, Problems problems) {
    for (String name : given.properties()) {
      String problem = RESERVED.get(name);
      if (problem != null) {
        String key = NotificationSettings.PROPERTY.named(name).key("");
        GivenValue value = given.get(key);
        problems.error(
            key + ": " + problem + " but found a property" + (value == null ? "" : value.origin()));
      }
    }
  }
}
