package io.snowgauge.pipelines.config;

import io.snowgauge.io.notifications.Subscription;
import io.snowgauge.pipelines.config.engine.Condition;
import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.DeferredText;
import io.snowgauge.pipelines.config.types.Texts;

/** An event hub, read as Kafka's topics are. */
final class EventHubs {
  private enum Auth {
    CONNECTION_STRING,
    OAUTH
  }

  private static final Condition.Is IS_USED = Notifications.TYPE.is(Notifications.Type.EVENT_HUBS);

  static final Section HUBS = new Section(Notifications.GROUP, IS_USED);
  static final Section AUTH_SECTION =
      new Section(
          new Group("notifications.auth", "How the consumer proves to Event Hubs who it is."),
          IS_USED);

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

  private static final Setting<Auth> AUTH =
      AUTH_SECTION
          .choice(
              "type",
              Auth.class,
              "How the consumer proves to Event Hubs who it is; oauth takes the identity that"
                  + " Azure's default credential finds.")
          .needed();

  private static final Setting<DeferredText> CONNECTION_STRING =
      AUTH_SECTION
          .secret("connectionString", "The connection string of a policy that may listen")
          .needed()
          .onlyWhere(AUTH.is(Auth.CONNECTION_STRING));

  private EventHubs() {}

  static Subscription.EventHub subscription(Values values) {
    return new Subscription.EventHub(
        values.get(NAMESPACE),
        values.get(HUB),
        values.get(Kafka.CONSUMER_GROUP),
        values.find(CONNECTION_STRING),
        Kafka.properties(values));
  }
}
