package io.snowgauge.pipelines.config;

import io.snowgauge.io.notifications.Subscription;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a stream does.
 *
 * @param isConfigured whether notifications are configured, or the listing of inputs in their place
 * @param subscriptionOrNull where it hears of created files; null where inputs are only listed
 * @param listing how often it lists inputs
 * @param batch when it publishes what it has staged
 * @param deadLetters the folder of notifications that cannot be understood, an absolute URI that
 *     ends in '/'
 * @param portOrNull on which it answers probes, 0 for any that is free; null not to answer
 * @param stalled how long a living stream may go without progress; longer than the slowest file
 *     takes
 * @param limits what is told to people when it is passed
 */
public record Streaming(
    boolean isConfigured,
    @Nullable Subscription subscriptionOrNull,
    Interval listing,
    Batch batch,
    String deadLetters,
    @Nullable Integer portOrNull,
    Duration stalled,
    Limits limits) {
  /**
   * How often something is done.
   *
   * @param duration from one time to the next
   * @param text the same, as it was written
   */
  public record Interval(Duration duration, String text) {}

  /**
   * When a batch is published: whichever comes first.
   *
   * @param interval since its first file
   * @param bytes of its files
   */
  public record Batch(Duration interval, long bytes) {}

  /**
   * What is too much.
   *
   * @param lag how long a file may wait between being noticed and being loaded
   * @param failureRate the share of an hour's files that may fail
   */
  public record Limits(Duration lag, double failureRate) {}

  /** Where it hears of created files; empty where inputs are only listed. */
  public Optional<Subscription> subscription() {
    return Optional.ofNullable(subscriptionOrNull);
  }

  /** The port on which probes are answered, if they are. */
  public OptionalInt port() {
    return portOrNull == null ? OptionalInt.empty() : OptionalInt.of(portOrNull);
  }
}
