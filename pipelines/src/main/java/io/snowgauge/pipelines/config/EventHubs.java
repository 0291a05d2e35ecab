package io.snowgauge.pipelines.config;

import io.snowgauge.io.notifications.Subscription;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.Texts;

/** An event hub, read as Kafka's topics are. */
final class EventHubs {
  static final Section HUBS =
      new Section(Notifications.GROUP, Notifications.TYPE.is(Notifications.Type.EVENT_HUBS));

  private static final Setting<String> NAMESPACE =
      HUBS.setting(
              "namespace",
              Texts.matching(
                  "the name of an Event Hubs namespace, or its host name with or without a port",
                  "[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?"),
              "The Event Hubs namespace: its name, or its host name with or without a port.")
          .needed();

  private static final Setting<String> HUB =
      HUBS.setting(
              "hub",
              Texts.matching(
                  "the name of an event hub (letters, digits, '.', '_' or '-')", Kafka.TOPIC_NAME),
              "The event hub.")
          .needed();

  private EventHubs() {}

  static Subscription.EventHub subscription(Values values) {
    return new Subscription.EventHub(
        values.get(NAMESPACE),
        values.get(HUB),
        values.get(Kafka.CONSUMER_GROUP),
        AzureSubscriber.connectionString(values),
        Kafka.properties(values));
  }
}
