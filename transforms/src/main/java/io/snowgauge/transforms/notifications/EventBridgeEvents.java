package io.snowgauge.transforms.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import io.snowgauge.transforms.notifications.BlobEvent.Ignored;
import io.snowgauge.transforms.notifications.BlobEvent.Unreadable;
import io.snowgauge.transforms.notifications.EventFields.UnreadableException;
import io.snowgauge.transforms.text.Excerpt;
import java.util.Set;

/** S3's events by way of EventBridge, whose keys are not encoded. */
final class EventBridgeEvents {
  /** Of an object that was written, or that came back from an archive. */
  private static final Set<String> READABLE = Set.of("Object Created", "Object Restore Completed");

  private EventBridgeEvents() {}

  static BlobEvent read(JsonNode event) {
    try {
      String type = EventFields.text(event, "/detail-type");
      if (!READABLE.contains(type) || !event.path("source").asText().equals("aws.s3")) {
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
