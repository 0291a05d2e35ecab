package io.snowgauge.transforms.notifications;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.snowgauge.transforms.notifications.BlobEvent.Ignored;
import io.snowgauge.transforms.notifications.BlobEvent.Unreadable;
import io.snowgauge.transforms.notifications.EventFields.UnreadableException;
import io.snowgauge.transforms.text.Excerpt;
import java.net.URLDecoder;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Blob Storage tells by Event Grid, in its own schema and in CloudEvents 1.0: a blob was
 * created, came back from another tier, or was given its name by renaming. The subject has the
 * container and the blob's name as it is; only the URL, where the name is encoded, has the account.
 *
 * <p>Source: https://learn.microsoft.com/en-us/azure/event-grid/event-schema-blob-storage
 */
final class AzureEvents {
  private static final String CREATED = "Microsoft.Storage.BlobCreated";
  private static final String TIER_CHANGED = "Microsoft.Storage.BlobTierChanged";
  private static final String RENAMED = "Microsoft.Storage.BlobRenamed";

  private static final Pattern SUBJECT =
      Pattern.compile("/blobServices/default/containers/([^/]+)/blobs/(.+)", Pattern.DOTALL);

  /** A URL may hold what no URL should: only where its parts end is looked at. */
  private static final Pattern URL =
      Pattern.compile("https?://([^/:?#]+)(?::[0-9]+)?/([^?#]*)(?:[?#].*)?", Pattern.DOTALL);

  /** A host that names no account: an emulator, which has the account in the path. */
  private static final Pattern NO_ACCOUNT = Pattern.compile("localhost|[0-9.]+|\\[.*]");

  private static final char REPLACEMENT = '\ufffd';

  /** Where a blob is, as its URL says it. */
  private record Address(String account, String container, String name) {}

  private AzureEvents() {}

  static BlobEvent read(JsonNode event) {
    try {
      boolean isCloudEvent = event.has("specversion");
      String type = EventFields.text(event, isCloudEvent ? "/type" : "/eventType");
      return switch (type) {
        case CREATED, TIER_CHANGED -> isIncomplete(event) ? incomplete() : created(event);
        case RENAMED -> renamed(event);
        default -> new Ignored(Excerpt.printable(type));
      };
    } catch (UnreadableException e) {
      return new Unreadable(String.valueOf(e.getMessage()));
    }
  }

  /**
   * With a hierarchical namespace, or by SFTP, a file is created, written, and then flushed or
   * committed: only the last of these events is of the whole file.
   */
  private static boolean isIncomplete(JsonNode event) {
    String api = event.at("/data/api").asText();
    return api.equals("SftpCreate")
        || (api.equals("CreateFile") && EventFields.size(event, "/data/contentLength") <= 0);
  }

  private static BlobEvent incomplete() {
    return new Ignored("a file that is not written yet");
  }

  private static BlobEvent created(JsonNode event) throws UnreadableException {
    if (event.at("/data/accessTier").asText().equalsIgnoreCase("archive")) {
      return new Ignored("a blob that was archived");
    }
    String subject = EventFields.text(event, "/subject");
    Matcher parts = SUBJECT.matcher(subject);
    if (!parts.matches()) {
      throw new UnreadableException(
          "subject: expected /blobServices/default/containers/CONTAINER/blobs/NAME but found '"
              + Excerpt.printable(subject)
              + "'");
    }
    Address address = address(event, "/data/url");
    String container = parts.group(1);
    String name = parts.group(2);
    if (name.indexOf(REPLACEMENT) >= 0) {
      name = decoded(address, "data.url");
    }
    return told(event, address.account(), container, name);
  }

  /** The name that a blob has now is in a URL only. */
  private static BlobEvent renamed(JsonNode event) throws UnreadableException {
    Address address = address(event, "/data/destinationUrl");
    return told(
        event, address.account(), address.container(), decoded(address, "data.destinationUrl"));
  }

  private static BlobEvent told(JsonNode event, String account, String container, String name)
      throws UnreadableException {
    return EventFields.created(
        "azfs://" + account + "/" + container + "/",
        name,
        EventFields.etag(event, "/data/"),
        EventFields.size(event, "/data/contentLength"),
        EventFields.optionalText(event, "/data/sequencer"),
        EventFields.time(event, event.has("specversion") ? "/time" : "/eventTime"));
  }

  private static String decoded(Address address, String field) throws UnreadableException {
    String encoded = address.name();
    try {
      String name = URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8);
      if (!name.isEmpty() && name.indexOf(REPLACEMENT) < 0) {
        return name;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new UnreadableException(
        field + ": expected a percent-encoded name but found '" + Excerpt.printable(encoded) + "'");
  }

  private static Address address(JsonNode event, String pointer) throws UnreadableException {
    String url = EventFields.text(event, pointer);
    Matcher parts = URL.matcher(url);
    if (parts.matches()) {
      String host = parts.group(1).toLowerCase(Locale.ROOT);
      String[] path = parts.group(2).split("/", 2);
      if (NO_ACCOUNT.matcher(host).matches()) {
        if (path.length > 1 && !path[0].isEmpty()) {
          String[] below = path[1].split("/", 2);
          return new Address(path[0], below[0], below.length > 1 ? below[1] : "");
        }
      } else if (host.indexOf('.') > 0) {
        String account = host.substring(0, host.indexOf('.'));
        return new Address(account, path[0], path.length > 1 ? path[1] : "");
      }
    }
    throw new UnreadableException(
        pointer.substring(1).replace('/', '.')
            + ": expected https://ACCOUNT.blob.core.windows.net/… but found '"
            + Excerpt.printable(url)
            + "'");
  }
}
