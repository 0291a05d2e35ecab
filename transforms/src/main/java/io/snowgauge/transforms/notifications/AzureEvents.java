package io.snowgauge.transforms.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import io.snowgauge.transforms.notifications.BlobEvent.Ignored;
import io.snowgauge.transforms.notifications.BlobEvent.Unreadable;
import io.snowgauge.transforms.notifications.EventFields.UnreadableException;
import io.snowgauge.transforms.text.Excerpt;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code Microsoft.Storage.BlobCreated} in Event Grid's schema and in CloudEvents 1.0. The subject
 * has the container and the blob's name as it is; only the URL, where the name is encoded, has the
 * account.
 */
final class AzureEvents {
  private static final String CREATED = "Microsoft.Storage.BlobCreated";
  private static final Pattern SUBJECT =
      Pattern.compile("/blobServices/default/containers/([^/]+)/blobs/(.+)", Pattern.DOTALL);

  /** A host that names no account: an emulator, which has the account in the path. */
  private static final Pattern NO_ACCOUNT = Pattern.compile("localhost|[0-9.]+|\\[.*]");

  private AzureEvents() {}

  static BlobEvent read(JsonNode event) {
    try {
      boolean isCloudEvent = event.has("specversion");
      String type = EventFields.text(event, isCloudEvent ? "/type" : "/eventType");
      if (!type.equals(CREATED)) {
        return new Ignored(Excerpt.printable(type));
      }
      String subject = EventFields.text(event, "/subject");
      Matcher parts = SUBJECT.matcher(subject);
      if (!parts.matches()) {
        throw new UnreadableException(
            "subject: expected /blobServices/default/containers/CONTAINER/blobs/NAME but found '"
                + Excerpt.printable(subject)
                + "'");
      }
      long size = EventFields.size(event, "/data/contentLength");
      // With a hierarchical namespace a file is created empty, written, and then flushed.
      if (event.at("/data/api").asText().equals("CreateFile") && size <= 0) {
        return new Ignored("a file that is not written yet");
      }
      String account = account(EventFields.text(event, "/data/url"));
      return EventFields.created(
          "azfs://" + account + "/" + parts.group(1) + "/",
          parts.group(2),
          EventFields.etag(event, "/data/"),
          size,
          EventFields.optionalText(event, "/data/sequencer"),
          EventFields.time(event, isCloudEvent ? "/time" : "/eventTime"));
    } catch (UnreadableException e) {
      return new Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static String account(String url) throws UnreadableException {
    try {
      URI parsed = new URI(url.replaceFirst("[?#].*", "").replace(" ", "%20"));
      String host = parsed.getHost();
      if (host != null && NO_ACCOUNT.matcher(host).matches()) {
        String path = parsed.getPath();
        int end = path.indexOf('/', 1);
        if (end > 1) {
          return path.substring(1, end);
        }
      } else if (host != null && host.indexOf('.') > 0) {
        return host.substring(0, host.indexOf('.'));
      }
    } catch (URISyntaxException e) {
      // Told below, like any other text that is no such URL.
    }
    throw new UnreadableException(
        "data.url: expected https://ACCOUNT.blob.core.windows.net/… but found '"
            + Excerpt.printable(url)
            + "'");
  }
}
