package io.snowgauge.pipelines.alerts;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.snowgauge.io.alerts.Alert;
import io.snowgauge.io.alerts.Channel;
import io.snowgauge.io.alerts.Delivery;
import io.snowgauge.io.alerts.PagerDuty;
import io.snowgauge.io.alerts.Slack;
import io.snowgauge.io.alerts.Teams;
import io.snowgauge.io.alerts.Webhook;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is posted is what those who take it document, whatever is told. */
class AlertsPayloadTest {
  private static final Instant NOW = Instant.parse("2026-02-03T06:00:00Z");

  private Receiver receiver;

  @BeforeEach
  void start() throws IOException {
    receiver = new Receiver();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private Channel channel(String type) {
    String url = receiver.url("/" + type);
    return switch (type) {
      case "slack" -> new Slack("c", () -> url);
      case "teams" -> new Teams("c", () -> url);
      case "pager-duty" -> new PagerDuty("c", () -> "key", url);
      default -> new Webhook("c", () -> url, () -> "token");
    };
  }

  private Receiver.Posted post(String type, Alert alert) throws Exception {
    new Delivery().deliver(channel(type), alert);
    List<Receiver.Posted> posted = receiver.taken();
    assertThat(posted.size(), is(1));
    return posted.get(0);
  }

  private static Alert alert(Alert.Action action, String text, int lines) {
    return new Alert(
        "sales/MISSING/" + text,
        action,
        Alert.Severity.ERROR,
        "MISSING",
        "sales",
        "prod",
        "MISSING " + text,
        Collections.nCopies(lines, text),
        NOW);
  }

  private static void requireValid(String type, JsonNode body) throws IOException {
    try (InputStream schema =
        AlertsPayloadTest.class.getResourceAsStream("/alerts/" + type + ".schema.json")) {
      JsonSchema documented =
          JsonSchemaFactory.getInstance(VersionFlag.V202012)
              .getSchema(Objects.requireNonNull(schema));
      assertThat(body.toString(), documented.validate(body), is(empty()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"slack", "teams", "pager-duty", "webhook"})
  void isAsItIsDocumented(String type) throws Exception {
    for (Alert.Action action : Alert.Action.values()) {
      Receiver.Posted posted = post(type, alert(action, "2026-02-03 <unit>=a&b_c*", 2));
      requireValid(type, posted.json());
      assertThat(posted.path(), is("/" + type));
    }
  }

  /** Teams takes 28 kB, Slack 3,000 characters a block, PagerDuty 1,024 of a summary. */
  @ParameterizedTest
  @ValueSource(strings = {"slack", "teams", "pager-duty", "webhook"})
  void isWithinTheLimitsHoweverMuchThereIsToTell(String type) throws Exception {
    for (String text :
        List.of("\"".repeat(3000), "<".repeat(5000), "\u0007x".repeat(400), "😀".repeat(700))) {
      Receiver.Posted posted = post(type, alert(Alert.Action.TRIGGERED, text, 1000));
      requireValid(type, posted.json());
      assertThat(posted.body().length(), is(lessThan(28_000)));
    }
  }

  @Test
  void pagerDutyFindsTheIncidentThatIsOverByTheSameKey() throws Exception {
    JsonNode begins = post("pager-duty", alert(Alert.Action.TRIGGERED, "d", 1)).json();
    JsonNode over = post("pager-duty", alert(Alert.Action.RESOLVED, "d", 0)).json();
    assertThat(begins.get("event_action").asText(), is("trigger"));
    assertThat(over.get("event_action").asText(), is("resolve"));
    assertThat(begins.get("dedup_key").asText(), is("prod/sales/MISSING/d"));
    assertThat(over.get("dedup_key"), is(begins.get("dedup_key")));
    assertThat(begins.get("routing_key").asText(), is("key"));
    assertThat(begins.get("payload").get("severity").asText(), is("error"));
  }

  @Test
  void aWebhookIsGivenACloudEventAndItsToken() throws Exception {
    Receiver.Posted posted = post("webhook", alert(Alert.Action.TRIGGERED, "d", 1));
    assertThat(posted.contentType(), is("application/cloudevents+json; charset=UTF-8"));
    assertThat(posted.authorization(), is("Bearer token"));
    assertThat(posted.json().get("type").asText(), is("io.snowgauge.alert.triggered"));
    assertThat(posted.json().get("source").asText(), is("/snowgauge/prod"));
    assertThat(
        post("webhook", alert(Alert.Action.TRIGGERED, "d", 1)).json().get("id"),
        is(posted.json().get("id")));
  }
}
