package io.snowgauge.transforms.notifications;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.transforms.notifications.BlobEvent.Created;
import io.snowgauge.transforms.notifications.BlobEvent.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Notifications in what carried them. The files were recorded: {@code src/test/argo} had Argo
 * Events' own types write them, each around {@code event-grid.json}.
 */
class WrappedNotificationsTest {
  private static final Created CREATED =
      new Created(
          "azfs://acct/landing/berlin/sales 2026.csv",
          "0x8D4BCC2E4835CD0",
          524288,
          "00000000000004420000000000028963",
          Instant.parse("2026-01-31T18:41:00.958Z"));

  private static byte[] recorded(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            WrappedNotificationsTest.class.getResourceAsStream("/notifications/" + name), name)) {
      return in.readAllBytes();
    }
  }

  private static List<BlobEvent> parse(String text) {
    return NotificationParser.parse(text.getBytes(UTF_8));
  }

  private static String base64(byte[] text) {
    return Base64.getEncoder().encodeToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event-grid.json",
        "kafka.json",
        "kafka-json-body.json",
        "azure-events-hub.json",
        "azure-service-bus.json",
        "azure-service-bus-json-body.json",
        "azure-queue-storage.json",
        "sqs.json",
        "sqs-json-body.json",
        "webhook.json",
        "sensor-of-kafka.json",
        "sensor-of-kafka-json-body.json"
      })
  void readsWhatArgoEventsHandsOver(String name) throws IOException {
    byte[] notification = recorded(name);
    assertThat(NotificationParser.parse(notification), contains(CREATED));
    assertThat(parse(base64(notification)), contains(CREATED));
    assertThat(
        parse("[" + new String(notification, UTF_8) + ",\"" + base64(notification) + "\"]"),
        contains(CREATED, CREATED));
  }

  @Test
  void readsTextOfJsonWhereverJsonMayStand() throws IOException {
    String event = new String(recorded("event-grid.json"), UTF_8);
    String quoted = new ObjectMapper().writeValueAsString(event);
    assertThat(parse(quoted), contains(CREATED));
    assertThat(parse("{\"id\":\"1\",\"body\":" + quoted + "}"), contains(CREATED));
    assertThat(parse("{\"context\":{},\"data\":" + event + "}"), contains(CREATED));
    assertThat(NotificationParser.parse(event.getBytes(UTF_16)), contains(CREATED));
  }

  @Test
  void base64MayBeBrokenIntoLinesAndLackItsPadding() throws IOException {
    byte[] event = recorded("event-grid.json");
    String broken = Base64.getMimeEncoder(76, "\n".getBytes(UTF_8)).encodeToString(event);
    assertThat(parse(broken + "\n"), contains(CREATED));
    String unpadded = Base64.getEncoder().withoutPadding().encodeToString(event);
    assertThat(parse(unpadded), contains(CREATED));
  }

  /** A body is one of Event Grid's own words, too, should it ever use it. */
  @Test
  void anEventIsNoWrapper() throws IOException {
    String event = new String(recorded("event-grid.json"), UTF_8);
    String more = event.replaceFirst("\\{", "{\"body\":\"x\",\"context\":{},");
    assertThat(parse(more), contains(CREATED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"id":"1","body":7}                  | body: expected a text or JSON but found NUMBER
          {"id":"1","body":null}               | body: expected a text or JSON but found NULL
          {"id":"1","body":{}}                 | body: eventType: expected a text but found nothing
          {"context":{},"data":true}           | data: expected a text or JSON but found BOOLEAN
          {"context":{},"data":"eyJib2R5Ijo3fQ=="} | data: body: expected a text or JSON but found NUMBER
          {"id":"1","body":"?"}                | body: expected JSON but found Unexpected character ('?' (code 63)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
          aGVsbG8=                             | expected JSON, or base64 of it, but found base64 of Unrecognized token 'hello': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
          """)
  void saysWhichLayerIsWrong(String notification, String reason) {
    assertThat(parse(notification), contains(new Unreadable(reason)));
  }

  @Test
  void layersAreBounded() throws IOException {
    String event = new String(recorded("event-grid.json"), UTF_8).strip();
    String sevenArrays = "[".repeat(6) + event + "]".repeat(6);
    assertThat(parse(sevenArrays), contains(CREATED));
    String tooDeep = "[".repeat(7) + event + "]".repeat(7);
    assertThat(
        parse(tooDeep),
        contains(new Unreadable("expected an event within at most 8 layers but found more")));
    assertThat(parse("{\"body\":".repeat(900) + "{}" + "}".repeat(900)), hasSize(1));
    // Jackson refuses what is nested deeper than its own bound.
    assertThat(parse("[".repeat(100_000)), hasSize(1));
  }

  @Test
  void aNotificationInBase64TwiceAtEventHubsLimitIsWithinTheBound() {
    byte[] longest = new byte[1_000_000];
    String wrapped = base64(("{\"body\":\"" + base64(longest) + "\"}").getBytes(UTF_8));
    assertThat(wrapped.length() <= NotificationParser.MAX_BYTES, is(true));
  }
}
