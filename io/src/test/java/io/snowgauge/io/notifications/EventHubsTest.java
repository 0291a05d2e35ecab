package io.snowgauge.io.notifications;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.emulators.KafkaBroker;
import io.snowgauge.io.emulators.KafkaExtension;
import io.snowgauge.io.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaExtension.class)
class EventHubsTest {
  private static final String WRONG =
      KafkaBroker.CONNECTION_STRING.replace("SharedAccessKey=", "SharedAccessKey=x");

  private final KafkaBroker broker = KafkaExtension.broker();

  private KafkaNotifications hub(String hub, @Nullable Secret connectionString) {
    Map<String, Secret> properties = new HashMap<>();
    broker.trust().forEach((name, value) -> properties.put(name, () -> value));
    return new Subscription.EventHub(
            broker.namespace(), hub, "$Default", connectionString, properties)
        .source();
  }

  @Test
  void isReadWithAConnectionString() throws Exception {
    broker.createTopic("by-connection-string", 2);
    broker.produce("by-connection-string", List.of("one", "two"));
    KafkaNotifications source = hub("by-connection-string", () -> KafkaBroker.CONNECTION_STRING);
    assertThat(
        source.reach(PipelineOptionsFactory.create()),
        is("the event hub 'by-connection-string' at " + broker.namespace() + " has 2 partitions"));
    try (Reading reading = Reading.of(source)) {
      assertThat(reading.nextTexts(2), contains("one", "two"));
    }
  }

  @Test
  void isReadWithTokens() throws Exception {
    broker.createTopic("by-token", 1);
    broker.produce("by-token", List.of("one"));
    Map<String, Secret> properties = new HashMap<>();
    broker.trust().forEach((name, value) -> properties.put(name, () -> value));
    properties.put("sasl.login.callback.handler.class", FixedTokens.class::getName);
    KafkaNotifications source =
        new Subscription.EventHub(broker.namespace(), "by-token", "$Default", null, properties)
            .source();
    assertThat(
        source.reach(PipelineOptionsFactory.create()),
        is("the event hub 'by-token' at " + broker.namespace() + " has 1 partition"));
    try (Reading reading = Reading.of(source)) {
      assertThat(reading.nextTexts(1), contains("one"));
    }
    assertThat(FixedTokens.SCOPES, hasItem("https://localhost/.default"));
  }

  /** What Azure's default credential does where it finds nothing. */
  public static final class NoTokens extends EntraTokens {
    /** As Kafka makes it. */
    public NoTokens() {
      super(
          request -> {
            throw new IllegalStateException("no identity here");
          });
    }
  }

  @Test
  void anIdentityThatIsNotThereIsAnError() {
    KafkaNotifications source =
        new Subscription.EventHub(
                broker.namespace(),
                "any",
                "$Default",
                null,
                Map.of("sasl.login.callback.handler.class", NoTokens.class::getName))
            .source();
    assertThat(
        refusal(source),
        is(
            "expected the event hub 'any' at "
                + broker.namespace()
                + " but the login failed: no access token for https://localhost/.default: no identity here;"
                + " correct notifications.auth"));
  }

  @Test
  void aWrongKeyIsAnErrorThatDoesNotTellIt() {
    broker.createTopic("refused", 1);
    String message = refusal(hub("refused", () -> WRONG));
    assertThat(
        message,
        is(
            "expected the event hub 'refused' at "
                + broker.namespace()
                + " but the login was refused: Authentication failed: Invalid username or password;"
                + " correct notifications.auth"));
  }

  @Test
  void aReaderWithAWrongKeyFails() throws Exception {
    broker.createTopic("refused-reader", 1);
    Exception failure =
        assertThrows(
            Exception.class,
            () -> {
              try (Reading reading = Reading.of(hub("refused-reader", () -> WRONG))) {
                reading.result().waitUntilFinish();
              }
            });
    assertThat(
        chain(failure),
        allOf(containsString("Invalid username or password"), not(containsString("c2VjcmV0"))));
  }

  private static String chain(Throwable failure) {
    StringBuilder messages = new StringBuilder();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      messages.append(each).append('\n');
    }
    return messages.toString();
  }

  @Test
  void aSecretThatIsNoConnectionStringIsAnError() {
    assertThat(
        refusal(hub("any", () -> "c2VjcmV0")),
        is(
            "notifications.auth.connectionString: expected"
                + " 'Endpoint=sb://…;SharedAccessKeyName=…;SharedAccessKey=…' but found another"
                + " text; copy the connection string of a policy that may listen"));
  }

  @Test
  void aHubThatIsNotThereIsAnError() {
    assertThat(
        refusal(hub("nowhere", () -> KafkaBroker.CONNECTION_STRING)),
        is(
            "expected the event hub 'nowhere' at "
                + broker.namespace()
                + " but found none of that name; create it, or correct notifications.hub"));
  }

  @Test
  void aCertificateThatIsNotTrustedIsAnError() {
    KafkaNotifications source =
        new Subscription.EventHub(
                broker.namespace(),
                "any",
                "$Default",
                () -> KafkaBroker.CONNECTION_STRING,
                Map.of())
            .source();
    assertThat(
        refusal(source),
        startsWith(
            "expected the event hub 'any' at "
                + broker.namespace()
                + " but its certificate is not trusted, or ours is not: "));
  }

  @Test
  void theGraphHoldsNoSecret() {
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(hub("any", () -> KafkaBroker.CONNECTION_STRING));
    String graph =
        new String(
            PipelineTranslation.toProto(pipeline).toByteArray(), StandardCharsets.ISO_8859_1);
    assertThat(graph, allOf(containsString("localhost"), not(containsString("SharedAccessKey"))));
  }

  @Test
  void aNamespaceIsItsNameOrAHost() {
    assertThat(
        EventHubsEndpoint.of("landing").bootstrapServers(),
        is("landing.servicebus.windows.net:9093"));
    assertThat(
        EventHubsEndpoint.of("landing").scope(),
        is("https://landing.servicebus.windows.net/.default"));
    assertThat(
        EventHubsEndpoint.of("landing.servicebus.chinacloudapi.cn").bootstrapServers(),
        is("landing.servicebus.chinacloudapi.cn:9093"));
    assertThat(
        EventHubsEndpoint.of("localhost:19093"), is(new EventHubsEndpoint("localhost", 19093)));
  }

  private static String refusal(KafkaNotifications source) {
    return String.valueOf(
        assertThrows(
                NotificationsUnreachableException.class,
                () -> source.reach(PipelineOptionsFactory.create()))
            .getMessage());
  }
}
