package io.snowgauge.transforms.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import io.snowgauge.transforms.notifications.BlobEvent.Ignored;
import io.snowgauge.transforms.notifications.BlobEvent.Unreadable;
import io.snowgauge.transforms.notifications.EventFields.UnreadableException;
import io.snowgauge.transforms.text.Excerpt;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * S3's own notifications, whose keys are encoded as forms are: a '+' is a blank. MinIO and others
 * write the names of events with the prefix that S3 only has in configurations.
 */
final class S3Events {
  private static final String PREFIX = "s3:";
  private static final String CREATED = "ObjectCreated:";
  private static final String RESTORED = "ObjectRestore:Completed";

  private S3Events() {}

  static BlobEvent read(JsonNode record) {
    try {
      String name = EventFields.text(record, "/eventName");
      String event = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
      if (!event.startsWith(CREATED) && !event.equals(RESTORED)) {
        return new Ignored(Excerpt.printable(name));
      }
      return EventFields.created(
          "s3://" + EventFields.text(record, "/s3/bucket/name") + "/",
          decoded(EventFields.text(record, "/s3/object/key")),
          EventFields.etag(record, "/s3/object/"),
          EventFields.size(record, "/s3/object/size"),
          EventFields.optionalText(record, "/s3/object/sequencer"),
          EventFields.time(record, "/eventTime"));
    } catch (UnreadableException e) {
      return new Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static String decoded(String key) throws UnreadableException {
    try {
      return URLDecoder.decode(key, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new UnreadableException(
          "s3.object.key: expected a form-encoded key but found '" + Excerpt.printable(key) + "'");
    }
  }
}
