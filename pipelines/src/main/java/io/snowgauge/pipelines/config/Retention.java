package io.snowgauge.pipelines.config;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * For how long is kept what a load needs no more; null is for ever.
 *
 * @param rejectsOrNull refused lines
 * @param failedAttemptsOrNull failed attempts at versions that are in
 * @param archiveOrNull NDJSON of the archive
 * @param alertsOrNull what was told of incidents that are over
 * @param heartbeats signs of life
 * @param streams staged files of streams that have not gone on
 */
public record Retention(
    @Nullable Duration rejectsOrNull,
    @Nullable Duration failedAttemptsOrNull,
    @Nullable Duration archiveOrNull,
    @Nullable Duration alertsOrNull,
    Duration heartbeats,
    Duration streams) {

  /** For how long NDJSON is kept, if not for ever. */
  public Optional<Duration> archive() {
    return Optional.ofNullable(archiveOrNull);
  }
}
