package io.snowgauge.transforms.notifications;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one event of a notification says. */
public sealed interface BlobEvent extends Serializable {

  /**
   * A blob was created or overwritten. A hint: what is there now is looked up.
   *
   * @param uri {@code azfs://account/container/name} or {@code s3://bucket/key}; the name is
   *     literal
   * @param etag unquoted, or null if the event has none
   * @param sizeBytes or -1 if the event does not say
   * @param sequencer orders the versions of one blob, as text of equal length, or null
   * @param at when it was created, to the millisecond, or null if the event does not say
   */
  record Created(
      String uri,
      @Nullable String etag,
      long sizeBytes,
      @Nullable String sequencer,
      @Nullable Instant at)
      implements BlobEvent {}

  /**
   * Nothing to load: a test message, another kind of event, a file that is not complete yet.
   *
   * @param reason for people
   */
  record Ignored(String reason) implements BlobEvent {}

  /**
   * An event that cannot be understood; it must be kept for a person to look at.
   *
   * @param reason what was expected and what was found
   */
  record Unreadable(String reason) implements BlobEvent {}
}
