package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.Condition.Given;
import io.snowgauge.pipelines.config.Condition.Is;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The keys of streams; {@link Settings} lists them among all others. */
final class NotificationSettings {
  static final String NOTIFICATIONS = "notifications";

  /** The group of a Kafka consumer's properties. */
  static final String PROPERTIES = "notifications.properties";

  static final String EVENT_HUBS = "eventHubs";
  static final String KAFKA = "kafka";
  static final String SQS = "sqs";
  static final String FILES = "files";

  static final String CONNECTION_STRING = "connectionString";
  static final String OAUTH = "oauth";

  private static final String TOPIC_NAME = "[A-Za-z0-9._-]{1,249}";

  private static final List<Setting<?>> DECLARED = new ArrayList<>();

  static final Setting<String> TYPE =
      declare(
          Setting.of(
                  "notifications.type",
                  ChoiceType.of(EVENT_HUBS, KAFKA, SQS, FILES),
                  "Where a stream hears of created files; with files it lists the inputs instead.")
              .neededWhere(new Given(NOTIFICATIONS)));

  private static final Is ON_EVENT_HUBS = Is.of("notifications.type", EVENT_HUBS);
  private static final Is ON_KAFKA = Is.of("notifications.type", KAFKA);
  private static final Is ON_KAFKA_PROTOCOL = Is.of("notifications.type", KAFKA, EVENT_HUBS);
  private static final Is ON_SQS = Is.of("notifications.type", SQS);

  static final Setting<String> NAMESPACE =
      declare(
          Setting.of(
                  "notifications.namespace",
                  MatchedTextType.of(
                      "the name of an Event Hubs namespace, or its host name with or without a"
                          + " port",
                      "[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?"),
                  "The Event Hubs namespace: its name, or its host name with or without a port.")
              .needed()
              .onlyWhere(ON_EVENT_HUBS));

  static final Setting<String> HUB =
      declare(
          Setting.of(
                  "notifications.hub",
                  MatchedTextType.of(
                      "the name of an event hub (letters, digits, '.', '_' or '-')", TOPIC_NAME),
                  "The event hub.")
              .needed()
              .onlyWhere(ON_EVENT_HUBS));

  static final Setting<String> BOOTSTRAP_SERVERS =
      declare(
          Setting.of(
                  "notifications.bootstrapServers",
                  MatchedTextType.of(
                      "hosts with ports, separated by commas, such as 'broker1:9092,broker2:9092'",
                      "[^\\s,:]+:[0-9]{1,5}(,[^\\s,:]+:[0-9]{1,5})*"),
                  "Brokers of the Kafka cluster, hosts with ports, separated by commas.")
              .needed()
              .onlyWhere(ON_KAFKA));

  static final Setting<String> TOPIC =
      declare(
          Setting.of(
                  "notifications.topic",
                  MatchedTextType.of(
                      "the name of a Kafka topic (at most 249 letters, digits, '.', '_' or '-')",
                      TOPIC_NAME),
                  "The Kafka topic.")
              .needed()
              .onlyWhere(ON_KAFKA));

  static final Setting<String> CONSUMER_GROUP =
      declare(
          Setting.of(
                  "notifications.consumerGroup",
                  new TextType("the name of a consumer group"),
                  "As which group of consumers offsets are committed; the default is snowgauge, with"
                      + " Event Hubs $Default.")
              .defaultsTo("snowgauge", ON_KAFKA, "$Default")
              .onlyWhere(ON_KAFKA_PROTOCOL));

  static final Setting<DeferredText> PROPERTY =
      declare(
          Setting.of(
                  PROPERTIES + "." + Setting.ANY,
                  new DeferredTextType(),
                  "A property of the Kafka consumer; "
                      + Reference.FORMS
                      + " in it is resolved by the worker.")
              .onlyWhere(ON_KAFKA_PROTOCOL));

  static final Setting<String> AUTH_TYPE =
      declare(
          Setting.of(
                  "notifications.auth.type",
                  ChoiceType.of(CONNECTION_STRING, OAUTH),
                  "How the consumer proves to Event Hubs who it is; oauth takes the identity that"
                      + " Azure's default credential finds.")
              .needed()
              .onlyWhere(ON_EVENT_HUBS));

  static final Setting<SecretReference> AUTH_CONNECTION_STRING =
      declare(
          Setting.of(
                  "notifications.auth.connectionString",
                  new SecretType(),
                  "The connection string of a policy that may listen: " + Reference.FORMS + ".")
              .needed()
              .onlyWhere(Is.of("notifications.auth.type", CONNECTION_STRING)));

  static final Setting<String> QUEUE_URL =
      declare(
          Setting.of(
                  "notifications.queueUrl",
                  MatchedTextType.of(
                      "the URL of an SQS queue, such as"
                          + " 'https://sqs.eu-west-1.amazonaws.com/123456789012/landing'",
                      "https?://[^\\s/]+/\\S+"),
                  "The URL of the SQS queue.")
              .needed()
              .onlyWhere(ON_SQS));

  static final Setting<String> REGION =
      declare(
          Setting.of(
                  "notifications.region",
                  MatchedTextType.of("an AWS region, such as 'eu-west-1'", "[a-z0-9-]+"),
                  "The AWS region of the queue, if its URL does not say it.")
              .onlyWhere(ON_SQS));

  static final Setting<String> ENDPOINT =
      declare(
          Setting.of(
                  "notifications.endpoint",
                  MatchedTextType.of("the URL of an SQS endpoint", "https?://[^\\s/]+(/\\S*)?"),
                  "The URL of the SQS service, in place of AWS' own.")
              .onlyWhere(ON_SQS));

  static final Setting<Duration> INTERVAL =
      declare(
          Setting.of(
                  "notifications.interval",
                  DurationType.atLeast("1 second"),
                  "How often inputs are listed where nothing tells of new files.")
              .defaultsTo("1 minute")
              .onlyWhere(Is.of("notifications.type", FILES)));

  static final Setting<Duration> SWEEP =
      declare(
          Setting.of(
                  "sweep",
                  DurationType.atLeast("10 seconds"),
                  "How often a stream lists the inputs for files of which no notification came.")
              .defaultsTo("15 minutes"));

  static final Setting<Duration> BATCH_INTERVAL =
      declare(
          Setting.of(
                  "batch.interval",
                  DurationType.between(
                      "100 ms",
                      "60 seconds",
                      ", as SQS delivers again what is not acknowledged within 2 minutes,"),
                  "How long a stream collects files at most before it publishes them.")
              .defaultsTo("30 seconds"));

  static final Setting<Long> BATCH_BYTES =
      declare(
          Setting.of(
                  "batch.bytes",
                  SizeType.between("1 MB", "1 GB"),
                  "How many bytes of files a stream collects before it publishes them.")
              .defaultsTo("100 MB"));

  static final Setting<String> DEAD_LETTERS =
      declare(
          Setting.of(
                  "deadLetters",
                  new FolderType(),
                  "The folder for notifications that cannot be understood, each with the reason.")
              .defaultsTo(".snowgauge/dead-letters/"));

  static final Setting<Long> MONITORING_PORT =
      declare(
          Setting.of(
              "monitoring.port",
              new IntegerType(0, 65_535),
              "The port on which a stream of this process answers the probes /live and /ready; 0 is"
                  + " any that is free. By default there is none."));

  static final Setting<Duration> MONITORING_STALLED =
      declare(
          Setting.of(
                  "monitoring.stalled",
                  DurationType.atLeast("2 minutes"),
                  "How long nothing may move in a stream that is alive; longer than a file takes.")
              .defaultsTo("10 minutes"));

  private NotificationSettings() {}

  private static <T> Setting<T> declare(Setting<T> setting) {
    DECLARED.add(setting);
    return setting;
  }

  /** All of them, in the order of their declaration. */
  static List<Setting<?>> all() {
    return List.copyOf(DECLARED);
  }
}
