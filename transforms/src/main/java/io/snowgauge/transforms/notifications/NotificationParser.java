package io.snowgauge.transforms.notifications;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.snowgauge.transforms.notifications.BlobEvent.Ignored;
import io.snowgauge.transforms.notifications.BlobEvent.Unreadable;
import io.snowgauge.transforms.notifications.EventFields.UnreadableException;
import io.snowgauge.transforms.text.Excerpt;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads notifications: Event Grid's schema and CloudEvents 1.0; S3's event notifications and
 * EventBridge's "Object Created". Each comes alone or in arrays, as JSON or as base64 of it, and in
 * whatever carried it: see {@link Wrapper}. Formats are told apart by what they hold, so that one
 * source may carry several.
 *
 * <p>Sources: https://learn.microsoft.com/en-us/azure/event-grid/event-schema-blob-storage,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
public final class NotificationParser {
  /** More than any service sends, even in base64 twice: Event Hubs takes 1 MB, SQS 1 MiB. */
  public static final int MAX_BYTES = 1 << 21;

  /** More than any way from a storage service to here needs. */
  static final int MAX_LAYERS = 8;

  private static final String RECORDS = "Records";

  private NotificationParser() {}

  /** The events of a notification, in its order; at least one, which may say what is wrong. */
  public static List<BlobEvent> parse(byte[] notification) {
    if (notification.length > MAX_BYTES) {
      return List.of(
          new Unreadable(
              "expected at most " + MAX_BYTES + " bytes but found " + notification.length));
    }
    try {
      return events(JsonText.read(notification), MAX_LAYERS);
    } catch (UnreadableException e) {
      return List.of(new Unreadable(String.valueOf(e.getMessage())));
    }
  }

  private static List<BlobEvent> events(JsonNode root, int layers) throws UnreadableException {
    if (layers == 0) {
      throw new UnreadableException(
          "expected an event within at most " + MAX_LAYERS + " layers but found more");
    }
    if (root.isTextual()) {
      return events(JsonText.read(root.textValue().getBytes(UTF_8)), layers - 1);
    }
    if (root.isArray()) {
      return ofArray(root, layers);
    }
    if (!root.isObject()) {
      throw new UnreadableException(
          "expected a JSON object or array but found " + root.getNodeType());
    }
    Wrapper wrapper = Wrapper.of(root);
    if (wrapper != null) {
      return unwrapped(wrapper, root, layers);
    }
    return root.has(RECORDS) ? ofRecords(root.get(RECORDS), layers) : ofObject(root);
  }

  private static List<BlobEvent> ofArray(JsonNode array, int layers) {
    List<BlobEvent> events = new ArrayList<>();
    for (JsonNode element : array) {
      try {
        events.addAll(events(element, layers - 1));
      } catch (UnreadableException e) {
        events.add(new Unreadable(String.valueOf(e.getMessage())));
      }
    }
    return events.isEmpty() ? List.of(new Ignored("an array without events")) : events;
  }

  /** S3's own, or what a function of AWS Lambda is handed of a queue, a topic or a stream. */
  private static List<BlobEvent> ofRecords(JsonNode records, int layers) {
    if (!records.isArray()) {
      return List.of(
          new Unreadable(RECORDS + ": expected an array but found " + records.getNodeType()));
    }
    List<BlobEvent> events = new ArrayList<>();
    for (JsonNode record : records) {
      Wrapper wrapper = Wrapper.ofRecord(record);
      if (wrapper == null) {
        events.add(S3Events.read(record));
      } else {
        events.addAll(unwrapped(wrapper, record, layers));
      }
    }
    return events.isEmpty() ? List.of(new Ignored("no records")) : events;
  }

  private static List<BlobEvent> ofObject(JsonNode event) {
    if (event.path("Event").asText().equals("s3:TestEvent")) {
      return List.of(new Ignored("S3's test event"));
    }
    return List.of(
        event.has("detail-type") ? EventBridgeEvents.read(event) : AzureEvents.read(event));
  }

  private static List<BlobEvent> unwrapped(Wrapper wrapper, JsonNode root, int layers) {
    String type = root.path("Type").asText();
    if (wrapper == Wrapper.SNS && !type.equals("Notification")) {
      return List.of(new Ignored("SNS's " + Excerpt.printable(type)));
    }
    List<BlobEvent> carried;
    try {
      carried = events(wrapper.content(root), layers - 1);
    } catch (UnreadableException e) {
      carried = List.of(new Unreadable(String.valueOf(e.getMessage())));
    }
    return carried.stream().map(event -> within(wrapper, event)).toList();
  }

  private static BlobEvent within(Wrapper wrapper, BlobEvent event) {
    return event instanceof Unreadable why
        ? new Unreadable(wrapper.field() + ": " + why.reason())
        : event;
  }
}
