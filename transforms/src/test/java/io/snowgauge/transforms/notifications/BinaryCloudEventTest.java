package io.snowgauge.transforms.notifications;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.notifications.BlobEvent.Created;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The headers are those of the examples of the bindings' specifications. */
class BinaryCloudEventTest {
  private static final byte[] DATA =
      """
      {"api":"PutBlob","eTag":"0x8D","contentLength":7,"sequencer":"0042",
       "url":"https://acct.blob.core.windows.net/landing/berlin/sales.csv"}
      """
          .getBytes(UTF_8);

  private static final Map<String, String> ATTRIBUTES =
      Map.of(
          "specversion", "1.0",
          "type", "Microsoft.Storage.BlobCreated",
          "source", "/subscriptions/s",
          "id", "1",
          "time", "2026-01-31T18:41:00Z",
          "subject", "/blobServices/default/containers/landing/blobs/berlin/sales.csv");

  private static byte[] plain(String text) {
    return text.getBytes(UTF_8);
  }

  /** As AMQP 1.0, part 1.6.20, writes a string. */
  private static byte[] amqp(String text, boolean isShort) {
    byte[] bytes = text.getBytes(UTF_8);
    ByteBuffer encoded = ByteBuffer.allocate(bytes.length + (isShort ? 2 : 5));
    if (isShort) {
      encoded.put((byte) 0xa1).put((byte) bytes.length);
    } else {
      encoded.put((byte) 0xb1).putInt(bytes.length);
    }
    return encoded.put(bytes).array();
  }

  @ParameterizedTest
  @CsvSource({"ce_, plain", "cloudEvents:, str8", "cloudEvents_, str32", "cloudEvents:, plain"})
  void headersAndValueAreOneEvent(String prefix, String encoding) {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    headers.put("content-type", plain("application/json"));
    ATTRIBUTES.forEach(
        (name, value) ->
            headers.put(
                prefix + name,
                encoding.equals("plain") ? plain(value) : amqp(value, encoding.equals("str8"))));
    assertThat(
        NotificationParser.parse(BinaryCloudEvent.structured(headers, DATA)),
        contains(
            new Created(
                "azfs://acct/landing/berlin/sales.csv",
                "0x8D",
                7,
                "0042",
                Instant.parse("2026-01-31T18:41:00Z"))));
  }

  @Test
  void aValueWithoutSuchHeadersStaysAsItIs() {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    headers.put("traceparent", plain("00-0"));
    headers.put("ce_type", plain("x"));
    headers.put("ce_specversion", null);
    assertThat(BinaryCloudEvent.structured(headers, DATA) == DATA, is(true));
  }
}
