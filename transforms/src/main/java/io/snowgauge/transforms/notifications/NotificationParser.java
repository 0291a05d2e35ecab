package io.snowgauge.transforms.notifications;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.transforms.notifications.BlobEvent.Ignored;
import io.snowgauge.transforms.notifications.BlobEvent.Unreadable;
import io.snowgauge.transforms.text.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads notifications: Event Grid's schema and CloudEvents 1.0, one event or an array of them; S3's
 * event notifications, EventBridge's "Object Created", and either of them wrapped by SNS. Formats
 * are told apart by what they hold, so that one source may carry several.
 *
 * <p>Sources: https://learn.microsoft.com/en-us/azure/event-grid/event-schema-blob-storage,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html,
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
public final class NotificationParser {
  /** More than any service sends: Event Hubs takes 1 MB, SQS 1 MiB. */
  public static final int MAX_BYTES = 1 << 20;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private NotificationParser() {}

  /** The events of a notification, in its order; at least one, which may say what is wrong. */
  public static List<BlobEvent> parse(byte[] notification) {
    if (notification.length > MAX_BYTES) {
      return List.of(
          new Unreadable(
              "expected at most " + MAX_BYTES + " bytes but found " + notification.length));
    }
    try {
      return events(JSON.readTree(notification), true);
    } catch (JsonProcessingException e) {
      return List.of(
          new Unreadable("expected JSON but found " + Text.printable(e.getOriginalMessage())));
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
  }

  private static List<BlobEvent> events(JsonNode root, boolean mayBeWrapped) {
    if (root.isArray()) {
      List<BlobEvent> events = new ArrayList<>();
      root.forEach(element -> events.add(AzureEvents.read(element)));
      return events.isEmpty() ? List.of(new Ignored("an array without events")) : events;
    }
    if (!root.isObject()) {
      return List.of(
          new Unreadable("expected a JSON object or array but found " + root.getNodeType()));
    }
    if (mayBeWrapped && root.has("Type") && root.has("TopicArn")) {
      return unwrapped(root);
    }
    if (root.has("Records")) {
      return S3Events.read(root.get("Records"));
    }
    if (root.path("Event").asText().equals("s3:TestEvent")) {
      return List.of(new Ignored("S3's test event"));
    }
    return List.of(root.has("detail-type") ? EventBridgeEvents.read(root) : AzureEvents.read(root));
  }

  private static List<BlobEvent> unwrapped(JsonNode sns) {
    String type = sns.path("Type").asText();
    if (!type.equals("Notification")) {
      return List.of(new Ignored("SNS's " + Text.printable(type)));
    }
    JsonNode message = sns.path("Message");
    if (!message.isTextual()) {
      return List.of(new Unreadable("Message: expected a text but found " + message.getNodeType()));
    }
    try {
      return events(JSON.readTree(message.textValue()), false);
    } catch (JsonProcessingException e) {
      return List.of(
          new Unreadable(
              "Message: expected JSON but found " + Text.printable(e.getOriginalMessage())));
    }
  }
}
