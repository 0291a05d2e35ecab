package io.snowgauge.transforms.notifications;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.transforms.notifications.EventFields.UnreadableException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent in binary mode: its attributes are headers of the message, and the value is its data
 * alone. Kafka's binding names them {@code ce_type}; what came in over AMQP, as Event Grid delivers
 * to Event Hubs, {@code cloudEvents:type} or {@code cloudEvents_type}, and its texts are then in
 * AMQP's encoding.
 *
 * <p>Sources:
 * https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/kafka-protocol-binding.md,
 * amqp-protocol-binding.md;
 * https://learn.microsoft.com/en-us/azure/event-hubs/event-hubs-exchange-events-different-protocols
 */
public final class BinaryCloudEvent {
  private static final String VERSION = "specversion";
  private static final String[] PREFIXES = {"ce_", "cloudEvents:", "cloudEvents_"};
  private static final byte AMQP_STR8 = (byte) 0xa1;
  private static final byte AMQP_STR32 = (byte) 0xb1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private BinaryCloudEvent() {}

  /**
   * The event in structured mode, or the value as it is if the headers are not those of one.
   *
   * @param headers by name; a null or a header that is none of the event's is passed over
   * @param value of the message
   */
  public static byte[] structured(Map<String, byte @Nullable []> headers, byte[] value) {
    Map<String, String> attributes = attributes(headers);
    if (!attributes.containsKey(VERSION)) {
      return value;
    }
    ObjectNode event = JSON.createObjectNode();
    attributes.forEach(event::put);
    try {
      event.set("data", JsonText.read(value));
    } catch (UnreadableException notJson) {
      event.put("data", new String(value, UTF_8));
    }
    try {
      return JSON.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("writing a tree", e);
    }
  }

  private static Map<String, String> attributes(Map<String, byte @Nullable []> headers) {
    Map<String, String> attributes = new LinkedHashMap<>();
    headers.forEach(
        (name, value) -> {
          for (String prefix : PREFIXES) {
            if (name.startsWith(prefix) && value != null) {
              attributes.put(name.substring(prefix.length()), text(value));
            }
          }
        });
    return attributes;
  }

  /** UTF-8, behind AMQP's mark and length where there is one. */
  private static String text(byte[] value) {
    int start = 0;
    if (value.length >= 2 && value[0] == AMQP_STR8 && (value[1] & 0xff) == value.length - 2) {
      start = 2;
    } else if (value.length >= 5
        && value[0] == AMQP_STR32
        && ByteBuffer.wrap(value, 1, 4).getInt() == value.length - 5) {
      start = 5;
    }
    return new String(value, start, value.length - start, UTF_8);
  }
}
