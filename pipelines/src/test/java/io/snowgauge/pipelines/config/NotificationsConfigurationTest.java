package io.snowgauge.pipelines.config;

import static io.snowgauge.pipelines.config.ConfigurationFolder.MINIMAL;
import static io.snowgauge.pipelines.config.ConfigurationFolder.minimalWith;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.notifications.Subscription;
import io.snowgauge.io.secrets.Secret;
import io.snowgauge.pipelines.config.types.DeferredText;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationsConfigurationTest {
  private static final String KAFKA =
      """
      "notifications": {
        "type": "kafka",
        "bootstrapServers": "a:9092,b:9092",
        "topic": "blobs",
        "properties": %s
      }
      """;

  @TempDir Path path;
  private ConfigurationFolder folder;

  @BeforeEach
  void useFolder() {
    folder = new ConfigurationFolder(path);
  }

  private Streaming streaming(String json) {
    Configuration configuration = folder.load(minimalWith("\"notifications\": " + json));
    assertThat(configuration.warnings(), is(empty()));
    assertThat(configuration.streaming().isConfigured(), is(true));
    return configuration.streaming();
  }

  private Subscription notifications(String json) {
    return streaming(json).subscription().orElseThrow();
  }

  private DeferredText text(String name, String text) {
    return new DeferredText("notifications.properties." + name, text, path.toString(), false);
  }

  @Test
  void thereAreNoneByDefaultAndTheRestHasDefaults() {
    Streaming streaming = folder.load(MINIMAL).streaming();
    assertThat(
        streaming,
        is(
            new Streaming(
                false,
                null,
                new Streaming.Interval(Duration.ofMinutes(15), "15 minutes"),
                new Streaming.Batch(Duration.ofSeconds(30), 100_000_000),
                "file://" + path + "/.snowgauge/dead-letters/",
                null,
                Duration.ofMinutes(10),
                new Streaming.Limits(Duration.ofHours(1), 0.5))));
    assertThat(streaming.subscription(), is(Optional.empty()));
    assertThat(streaming.port(), is(OptionalInt.empty()));
  }

  @Test
  void probesAreAnsweredWhereAPortIsGiven() {
    Configuration configuration =
        folder.load(minimalWith("\"monitoring\": {\"port\": 8080, \"stalled\": \"1 hour\"}"));
    assertThat(configuration.streaming().stalled(), is(Duration.ofHours(1)));
    assertThat(configuration.streaming().port(), is(OptionalInt.of(8080)));
  }

  @Test
  void ofAnEventHubByConnectionString() {
    assertThat(
        notifications(
            """
            {
              "type": "eventHubs", "namespace": "landing", "hub": "blobs",
              "auth": {"type": "connectionString", "connectionString": "${env:HUB}"}
            }
            """),
        is(
            new Subscription.EventHub(
                "landing",
                "blobs",
                "$Default",
                new DeferredText(
                    "notifications.auth.connectionString", "${env:HUB}", path.toString(), true),
                Map.of())));
  }

  @Test
  void ofAnEventHubByOAuth() {
    assertThat(
        notifications(
            """
            {
              "type": "eventHubs", "namespace": "localhost:9093", "hub": "blobs",
              "consumerGroup": "loader", "auth": {"type": "oauth"},
              "properties": {"ssl.truststore.location": "/trust.p12"}
            }
            """),
        is(
            new Subscription.EventHub(
                "localhost:9093",
                "blobs",
                "loader",
                null,
                Map.of("ssl.truststore.location", text("ssl.truststore.location", "/trust.p12")))));
  }

  @Test
  void ofAKafkaTopic() {
    assertThat(
        notifications(
            """
            {"type": "kafka", "bootstrapServers": "a:9092,b:9092", "topic": "blobs"}
            """),
        is(new Subscription.Topic("a:9092,b:9092", "blobs", "snowgauge", Map.of())));
  }

  @Test
  void ofAQueue() {
    String url = "https://sqs.eu-west-1.amazonaws.com/123456789012/landing";
    assertThat(
        notifications("{\"type\": \"sqs\", \"queueUrl\": \"" + url + "\"}"),
        is(new Subscription.Queue(url, null, null)));
    assertThat(
        notifications(
            """
            {
              "type": "sqs", "queueUrl": "http://localhost:5000/1/q", "region": "us-east-1",
              "endpoint": "http://localhost:5000"
            }
            """),
        is(
            new Subscription.Queue(
                "http://localhost:5000/1/q", "us-east-1", "http://localhost:5000")));
  }

  @Test
  void ofAQueueOfAzure() {
    String url = "https://acct.queue.core.windows.net/landing";
    assertThat(
        notifications(
            "{\"type\": \"azureQueue\", \"queue\": \""
                + url
                + "\", \"auth\": {\"type\": \"oauth\"}}"),
        is(new Subscription.StorageQueue(url, null)));
    Subscription.StorageQueue byKey =
        (Subscription.StorageQueue)
            notifications(
                """
                {
                  "type": "azureQueue", "queue": "http://127.0.0.1:10001/devstoreaccount1/landing",
                  "auth": {"type": "connectionString", "connectionString": "${env:X}"}
                }
                """);
    assertThat(byKey.url(), is("http://127.0.0.1:10001/devstoreaccount1/landing"));
    assertThat(byKey.connectionString() == null, is(false));
  }

  @Test
  void ofFiles() {
    assertThat(
        streaming("{\"type\": \"files\"}").listing(),
        is(new Streaming.Interval(Duration.ofMinutes(1), "1 minute")));
    assertThat(
        streaming("{\"type\": \"files\", \"interval\": \"5 s\"}").listing(),
        is(new Streaming.Interval(Duration.ofSeconds(5), "5 s")));
    assertThat(streaming("{\"type\": \"files\"}").subscription(), is(Optional.empty()));
  }

  @Test
  void everythingElseOfAStream() {
    Configuration configuration =
        folder.load(
            minimalWith(
                """
                "sweep": "10 s", "batch": {"interval": "60 seconds", "bytes": "1 GB"},
                "deadLetters": "s3://bucket/letters"
                """));
    Streaming streaming = configuration.streaming();
    assertThat(streaming.listing(), is(new Streaming.Interval(Duration.ofSeconds(10), "10 s")));
    assertThat(streaming.batch(), is(new Streaming.Batch(Duration.ofMinutes(1), 1_000_000_000)));
    assertThat(streaming.deadLetters(), is("s3://bucket/letters/"));
  }

  @Test
  void propertiesHaveDotsInTheirNamesAndMayBeNumbersAndBooleans() {
    Configuration configuration =
        folder.load(
            minimalWith(
                KAFKA.formatted(
                    """
                    {
                      "security.protocol": "SASL_SSL", "session.timeout.ms": 30000,
                      "check.crcs": false, "ssl.endpoint.identification.algorithm": ""
                    }
                    """)),
            Map.of("SNOWGAUGE_NOTIFICATIONS_PROPERTIES_FETCH_MAX_BYTES", "1000"),
            "notifications.properties.session.timeout.ms=40000",
            "notifications.properties.client.rack=r");
    assertThat(
        kafka(configuration).properties(),
        is(
            Map.of(
                "security.protocol", text("security.protocol", "SASL_SSL"),
                "session.timeout.ms", text("session.timeout.ms", "40000"),
                "check.crcs", text("check.crcs", "false"),
                "ssl.endpoint.identification.algorithm",
                    text("ssl.endpoint.identification.algorithm", ""),
                "fetch.max.bytes", text("fetch.max.bytes", "1000"),
                "client.rack", text("client.rack", "r"))));
    assertThat(
        configuration.flat().get("notifications.properties.session.timeout.ms"), is("40000"));
    assertThat(configuration.warnings(), is(empty()));
  }

  @Test
  void propertiesThatHoldSecretsAreMaskedAndResolvedLate() {
    folder.write("password.txt", "from a file\n");
    Configuration configuration =
        folder.load(
            minimalWith(
                KAFKA.formatted(
                    """
                    {
                      "sasl.jaas.config": "x required username=\\"u\\" password=\\"${env:PW}\\";",
                      "ssl.truststore.password": "${file:password.txt}",
                      "ssl.key.password": "open sesame",
                      "client.id": "${env:HOST}-1"
                    }
                    """)));
    SortedMap<String, String> flat = configuration.flat();
    assertThat(flat.get("notifications.properties.sasl.jaas.config"), is("********"));
    assertThat(
        flat.get("notifications.properties.ssl.truststore.password"), is("${file:password.txt}"));
    assertThat(flat.get("notifications.properties.ssl.key.password"), is("********"));
    assertThat(flat.get("notifications.properties.client.id"), is("${env:HOST}-1"));
    assertThat(
        configuration.warnings(),
        contains(
            "notifications.properties.ssl.key.password: a literal secret; better write a reference,"
                + " ${env:NAME} or ${file:/path}"));
    Map<String, Secret> properties = kafka(configuration).properties();
    assertThat(
        get(properties, "sasl.jaas.config").read(Map.of("PW", "p")),
        is("x required username=\"u\" password=\"p\";"));
    assertThat(get(properties, "ssl.truststore.password").read(), is("from a file"));
    assertThat(
        assertThrows(
                InvalidConfigurationException.class,
                () -> get(properties, "client.id").read(Map.of()))
            .messages(),
        contains(
            "notifications.properties.client.id: expected the value of ${env:HOST} but found no"
                + " such environment variable"));
  }

  private static Subscription.Topic kafka(Configuration configuration) {
    return (Subscription.Topic) configuration.streaming().subscription().orElseThrow();
  }

  private static DeferredText get(Map<String, Secret> properties, String name) {
    return (DeferredText) Objects.requireNonNull(properties.get(name), name);
  }

  @Test
  void travelsToWorkers() {
    Subscription configured =
        kafka(folder.load(minimalWith(KAFKA.formatted("{\"client.id\": \"${env:HOST}\"}"))));
    assertThat(SerializableUtils.clone(configured), is(configured));
  }

  @Test
  void propertiesThatOtherKeysDecideAreRefused() {
    List<String> errors =
        folder.errors(
            minimalWith(
                KAFKA.formatted(
                    """
                    {
                      "group.id": "g", "enable.auto.commit": true, "sasl.jaas.config": "${evn:X}",
                      "client.id": {}, "1st": "x"
                    }
                    """)));
    assertThat(
        errors,
        contains(
            "notifications.properties.1st: expected the name of a property (a letter, then at most"
                + " 254 letters, digits, '.', '_' or '-') but found '1st'",
            "notifications.properties.sasl.jaas.config: expected ${env:NAME} or ${file:/path} but"
                + " found another text that starts with '${'",
            "notifications.properties.client.id: expected a text, a number without a fraction or a"
                + " boolean but found an object",
            "notifications.properties.group.id: expected the key notifications.consumerGroup but"
                + " found a property",
            "notifications.properties.enable.auto.commit: expected none, as offsets are committed"
                + " with checkpoints, but found a property"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "sweep": "9 seconds" | sweep: expected a duration of at least 10 seconds such as '30 seconds', '15 minutes' or 'PT5M' but found '9 seconds'
          "batch": {"interval": "61 seconds"} | batch.interval: expected a duration from 100 ms to 60 seconds, as SQS delivers again what is not acknowledged within 2 minutes, but found '61 seconds'
          "batch": {"interval": "0 s"} | batch.interval: expected a duration from 100 ms to 60 seconds, as SQS delivers again what is not acknowledged within 2 minutes, but found '0 s'
          "batch": {"bytes": "1 kB"} | batch.bytes: expected a size from 1 MB to 1 GB such as '100 MB', '16 MiB' or '1024' (bytes) but found '1 kB'
          "batch": {"bytes": 1000000001} | batch.bytes: expected a size from 1 MB to 1 GB such as '100 MB', '16 MiB' or '1024' (bytes) but found '1000000001'
          "deadLetters": "" | deadLetters: expected a folder: a path or a URI of file, s3, azfs but found ''
          "notifications": {"topic": "blobs"} | notifications.type: expected one of eventHubs, kafka, sqs, azureQueue, files but found nothing
          "notifications": {"type": "pubsub"} | notifications.type: expected one of eventHubs, kafka, sqs, azureQueue, files but found 'pubsub'
          "notifications": {"type": "files", "interval": "0 s"} | notifications.interval: expected a duration of at least 1 second such as '30 seconds', '15 minutes' or 'PT5M' but found '0 s'
          "notifications": {"type": "files", "topic": "blobs"} | notifications.topic: expected only where notifications.type is kafka but found where it is files
          "notifications": {"type": "files", "properties": {"a": "b"}} | notifications.properties.a: expected only where notifications.type is kafka or eventHubs but found where it is files
          "notifications": {"type": "sqs"} | notifications.queueUrl: expected the URL of an SQS queue, such as 'https://sqs.eu-west-1.amazonaws.com/123456789012/landing' but found nothing
          "notifications": {"type": "sqs", "queueUrl": "arn:aws:sqs:eu-west-1:1:q"} | notifications.queueUrl: expected the URL of an SQS queue, such as 'https://sqs.eu-west-1.amazonaws.com/123456789012/landing' but found 'arn:aws:sqs:eu-west-1:1:q'
          "notifications": {"type": "azureQueue", "queue": "landing", "auth": {"type": "oauth"}} | notifications.queue: expected the URL of a storage queue, such as 'https://ACCOUNT.queue.core.windows.net/landing' but found 'landing'
          "notifications": {"type": "azureQueue", "queue": "https://a.queue.core.windows.net/q-1"} | notifications.auth.type: expected one of connectionString, oauth but found nothing
          "notifications": {"type": "kafka", "bootstrapServers": "broker", "topic": "t"} | notifications.bootstrapServers: expected hosts with ports, separated by commas, such as 'broker1:9092,broker2:9092' but found 'broker'
          "notifications": {"type": "kafka", "bootstrapServers": "b:1", "topic": "a b"} | notifications.topic: expected the name of a Kafka topic (at most 249 letters, digits, '.', '_' or '-') but found 'a b'
          "notifications": {"type": "eventHubs", "namespace": "sb://x", "hub": "h", "auth": {"type": "oauth"}} | notifications.namespace: expected the name of an Event Hubs namespace, or its host name with or without a port but found 'sb://x'
          "notifications": {"type": "eventHubs", "namespace": "x", "hub": "h", "auth": {"type": "connectionString"}} | notifications.auth.connectionString: expected a reference to a secret, ${env:NAME} or ${file:/path}, but found nothing
          "notifications": {"type": "eventHubs", "namespace": "x", "hub": "h", "auth": {"type": "oauth", "connectionString": "${env:X}"}} | notifications.auth.connectionString: expected only where notifications.auth.type is connectionString but found where it is oauth
          """)
  void refuses(String properties, String error) {
    assertThat(folder.errors(minimalWith(properties)), contains(error));
  }

  @Test
  void allErrorsAreReportedAtOnce() {
    assertThat(
        folder.errors(
            minimalWith(
                """
                "notifications": {"type": "eventHubs"}, "sweep": 5, "batch": {"intervall": "5 s"}
                """)),
        contains(
            "batch.intervall: unknown key, did you mean batch.interval?",
            "notifications.namespace: expected the name of an Event Hubs namespace, or its host"
                + " name with or without a port but found nothing",
            "notifications.hub: expected the name of an event hub (letters, digits, '.', '_' or"
                + " '-') but found nothing",
            "notifications.auth.type: expected one of connectionString, oauth but found nothing",
            "sweep: expected a duration of at least 10 seconds such as '30 seconds', '15 minutes'"
                + " or 'PT5M' but found 5"));
  }
}
