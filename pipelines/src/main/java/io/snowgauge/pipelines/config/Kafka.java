package io.snowgauge.pipelines.config;

import io.snowgauge.io.notifications.Subscription;
import io.snowgauge.io.secrets.Secret;
import io.snowgauge.pipelines.config.engine.Condition;
import io.snowgauge.pipelines.config.engine.GivenValue;
import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.NameRule;
import io.snowgauge.pipelines.config.engine.Problems;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.DeferredText;
import io.snowgauge.pipelines.config.types.Reference;
import io.snowgauge.pipelines.config.types.Texts;
import java.util.LinkedHashMap;
import java.util.Map;

/** A topic of a Kafka cluster, and what Event Hubs have of a consumer, too. */
final class Kafka {
  static final String TOPIC_NAME = "[A-Za-z0-9._-]{1,249}";

  private static final Condition.Is IS_SPOKEN =
      Notifications.TYPE.is(Notifications.Type.KAFKA, Notifications.Type.EVENT_HUBS);

  private static final Group PROPERTIES_GROUP =
      new Group(
          "notifications.properties",
          "Properties of the Kafka consumer, by name.",
          new NameRule(
              "property",
              "^[A-Za-z][A-Za-z0-9._-]{0,254}$",
              "the name of a property (a letter, then at most 254 letters, digits, '.', '_' or"
                  + " '-')",
              NameRule.Kind.DOTTED));

  static final Section TOPICS =
      new Section(Notifications.GROUP, Notifications.TYPE.is(Notifications.Type.KAFKA));
  static final Section CONSUMER = new Section(Notifications.GROUP, IS_SPOKEN);
  static final Section PROPERTIES = new Section(PROPERTIES_GROUP, IS_SPOKEN);

  private static final Setting<String> BOOTSTRAP_SERVERS =
      TOPICS
          .setting(
              "bootstrapServers",
              Texts.matching(
                  "hosts with ports, separated by commas, such as 'broker1:9092,broker2:9092'",
                  "[^\\s,:]+:[0-9]{1,5}(,[^\\s,:]+:[0-9]{1,5})*"),
              "Brokers of the Kafka cluster, hosts with ports, separated by commas.")
          .needed();

  private static final Setting<String> TOPIC =
      TOPICS
          .setting(
              "topic",
              Texts.matching(
                  "the name of a Kafka topic (at most 249 letters, digits, '.', '_' or '-')",
                  TOPIC_NAME),
              "The Kafka topic.")
          .needed();

  static final Setting<String> CONSUMER_GROUP =
      CONSUMER
          .text(
              "consumerGroup",
              "the name of a consumer group",
              "As which group of consumers offsets are committed; the default is snowgauge, with"
                  + " Event Hubs $Default.")
          .defaultsTo("snowgauge", Notifications.TYPE.is(Notifications.Type.KAFKA), "$Default");

  private static final Setting<DeferredText> PROPERTY =
      PROPERTIES.setting(
          Setting.ANY,
          DeferredText.ANY,
          "A property of the Kafka consumer; "
              + Reference.FORMS
              + " in it is resolved by the worker.");

  /** What other keys or the program decide, properties do not. */
  private static final Map<String, String> RESERVED =
      Map.of(
          "bootstrap.servers", "expected the key " + BOOTSTRAP_SERVERS.pattern(),
          "group.id", "expected the key " + CONSUMER_GROUP.pattern(),
          "enable.auto.commit", "expected none, as offsets are committed with checkpoints,",
          "key.deserializer", "expected none, as notifications are bytes,",
          "value.deserializer", "expected none, as notifications are bytes,");

  private Kafka() {}

  static void check(Values values, Problems problems) {
    for (String name : values.names(PROPERTIES_GROUP)) {
      String problem = RESERVED.get(name);
      if (problem != null) {
        String key = PROPERTY.key(name);
        GivenValue value = values.given().get(key);
        problems.error(
            key, problem + " but found a property" + (value == null ? "" : value.origin()));
      }
    }
  }

  static Subscription.Topic subscription(Values values) {
    return new Subscription.Topic(
        values.get(BOOTSTRAP_SERVERS),
        values.get(TOPIC),
        values.get(CONSUMER_GROUP),
        properties(values));
  }

  static Map<String, Secret> properties(Values values) {
    Map<String, Secret> properties = new LinkedHashMap<>();
    for (String name : values.names(PROPERTIES_GROUP)) {
      properties.put(name, values.in(name).get(PROPERTY));
    }
    return properties;
  }
}
