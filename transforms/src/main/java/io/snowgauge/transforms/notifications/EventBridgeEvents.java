package io.snowgauge.transforms.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import io.snowgauge.transforms.notifications.BlobEvent.Ignored;
import io.snowgauge.transforms.notifications.BlobEvent.Unreadable;
import io.snowgauge.transforms.notifications.EventFields.UnreadableException;
import io.snowgauge.transforms.text.Excerpt;

/** S3's events by way of EventBridge, whose keys are not encoded. */
final class EventBridgeEvents {
  private static final String CREATED = "Object Created";

  private EventBridgeEvents() {}

  static BlobEvent read(JsonNode event) {
    try {
      String type = EventFields.text(event, "/detail-type");
      if (!type.equals(CREATED) || !event.path("source").asText().equals("aws.s3")) {
        return new Ignored(Excerpt.printable(type));
      }
      return EventFields.created(
          "s3://" + EventFields.text(event, "/detail/bucket/name") + "/",
          EventFields.text(event, "/detail/object/key"),
          EventFields.etag(event, "/detail/object/"),
          EventFields.size(event, "/detail/object/size"),
          EventFields.optionalText(event, "/detail/object/sequencer"),
          EventFields.time(event, "/time"));
    } catch (UnreadableException e) {
      return new Unreadable(String.valueOf(e.getMessage()));
    }
  }
}
