package io.snowgauge.transforms.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import io.snowgauge.transforms.files.Sidecar;
import io.snowgauge.transforms.notifications.BlobEvent.Created;
import io.snowgauge.transforms.notifications.BlobEvent.Ignored;
import io.snowgauge.transforms.text.Excerpt;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What all kinds of events have in common. */
final class EventFields {
  /** A field is missing or of another kind; the message says which. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  private EventFields() {}

  /** A text that must be there, at a JSON pointer. */
  static String text(JsonNode event, String pointer) throws UnreadableException {
    JsonNode value = event.at(pointer);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw new UnreadableException(
          pointer.substring(1).replace('/', '.') + ": expected a text but found " + found(value));
    }
    return value.textValue();
  }

  private static String found(JsonNode value) {
    if (value.isTextual()) {
      return "an empty one";
    }
    return value.isMissingNode() ? "nothing" : value.getNodeType().toString();
  }

  /** A text, or null if there is none. */
  static @Nullable String optionalText(JsonNode event, String pointer) {
    return event.at(pointer).textValue();
  }

  static long size(JsonNode event, String pointer) {
    return event.at(pointer).asLong(-1);
  }

  /** A time, to the millisecond, or null if there is none that can be read. */
  static @Nullable Instant time(JsonNode event, String pointer) {
    String text = optionalText(event, pointer);
    try {
      return text == null
          ? null
          : OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
    } catch (DateTimeParseException e) {
      return null; // Only for statistics: the storage says when the blob was modified.
    }
  }

  /**
   * An ETag without the quotes and the weakness that some services write, or null; its name's case
   * differs between services.
   *
   * @param parent pointer of the object that has it, with a '/' at its end
   */
  static @Nullable String etag(JsonNode event, String parent) {
    String capital = optionalText(event, parent + "eTag");
    String etag = capital == null ? optionalText(event, parent + "etag") : capital;
    return etag == null ? null : etag.replaceAll("^W/|\"", "");
  }

  /**
   * What an event of a blob means.
   *
   * @param root with a '/' at its end
   */
  static BlobEvent created(
      String root,
      String name,
      @Nullable String etag,
      long sizeBytes,
      @Nullable String sequencer,
      @Nullable Instant at)
      throws UnreadableException {
    if (name.endsWith("/")) {
      return new Ignored("a folder's marker");
    }
    refuseName(name);
    String uri = root + name;
    return Sidecar.isSidecar(uri)
        ? new Ignored("a sidecar manifest")
        : new Created(uri, etag, sizeBytes, sequencer, at);
  }

  /** Blob names are free, but none is a path out of its folder or breaks a line of a log. */
  private static void refuseName(String name) throws UnreadableException {
    for (String segment : name.split("/", -1)) {
      if (segment.equals(".") || segment.equals("..")) {
        throw new UnreadableException(
            "expected a name without '.' and '..' folders but found '"
                + Excerpt.printable(name)
                + "'");
      }
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new UnreadableException(
          "expected a name without control characters but found '" + Excerpt.printable(name) + "'");
    }
  }
}
