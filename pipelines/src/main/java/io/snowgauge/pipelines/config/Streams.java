package io.snowgauge.pipelines.config;

import io.snowgauge.io.notifications.Subscription;
import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.Locations;
import io.snowgauge.pipelines.config.types.Numbers;
import io.snowgauge.pipelines.config.types.Quantities;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a stream does, wherever it hears of files. */
final class Streams {
  private static final Section SWEEPING = new Section(Outputs.ROOT);
  private static final Section LETTERS = new Section(Outputs.ROOT);
  private static final Section BATCHES =
      new Section(
          new Group("batch", "When a stream publishes what it has staged, whichever comes first."));
  private static final Section MONITORING =
      new Section(
          new Group(
              "monitoring",
              "How a stream tells whoever runs it that it is alive and ready, what is too much, and"
                  + " what batches tell Prometheus."));

  static final List<Section> SECTIONS = List.of(SWEEPING, BATCHES, LETTERS, MONITORING);

  private static final Setting<Duration> SWEEP =
      SWEEPING
          .setting(
              "sweep",
              Quantities.durationOfAtLeast("10 seconds"),
              "How often a stream lists the inputs for files of which no notification came.")
          .defaultsTo("15 minutes");

  private static final Setting<Duration> BATCH_INTERVAL =
      BATCHES
          .setting(
              "interval",
              Quantities.duration(
                  "100 ms",
                  "60 seconds",
                  ", as SQS delivers again what is not acknowledged within 2 minutes,"),
              "How long a stream collects files at most before it publishes them.")
          .defaultsTo("30 seconds");

  private static final Setting<Long> BATCH_BYTES =
      BATCHES
          .setting(
              "bytes",
              Quantities.size("1 MB", "1 GB"),
              "How many bytes of files a stream collects before it publishes them.")
          .defaultsTo("100 MB");

  static final Setting<String> DEAD_LETTERS =
      LETTERS
          .folder(
              "deadLetters",
              "The folder for notifications that cannot be understood, each with the reason.")
          .defaultsTo(".snowgauge/dead-letters/");

  private static final Setting<Integer> PORT =
      MONITORING.setting(
          "port",
          Numbers.integer(0, 65_535),
          "The port on which a stream of this process answers the probes /live and /ready; 0 is any"
              + " that is free. By default there is none.");

  private static final Setting<String> TEXTFILE =
      MONITORING.setting(
          "textfile",
          Locations.TEXTFILE,
          "The file that run, backfill and event write for the node exporter's textfile collector:"
              + " when each dataset was last loaded. By default there is none.");

  private static final Setting<Duration> STALLED =
      MONITORING
          .setting(
              "stalled",
              Quantities.durationOfAtLeast("2 minutes"),
              "How long a living stream may go without progress; must be longer than the slowest"
                  + " file takes.")
          .defaultsTo("10 minutes");

  private static final Setting<Duration> MAX_LAG =
      MONITORING
          .setting(
              "maxLag",
              Quantities.durationOfAtLeast("1 minute"),
              "How long a file may wait between being noticed by a stream and being loaded, before"
                  + " alerts tell of it.")
          .defaultsTo("1 hour");

  private static final Setting<Double> MAX_FAILURE_RATE =
      MONITORING
          .setting(
              "maxFailureRate",
              Numbers.number(0, 1),
              "The share of a stream's files of the last hour that may fail, of ten or more, before"
                  + " alerts tell of it.")
          .defaultsTo("0.5");

  private Streams() {}

  /** The file that tells Prometheus of batches; null where there is none. */
  static @Nullable String textfile(Values values) {
    return values.find(TEXTFILE);
  }

  /** The stream that hears of files there; null where it only lists inputs. */
  static Streaming streaming(Values values, @Nullable Subscription subscription) {
    Notifications.Type type = values.find(Notifications.TYPE);
    Setting<Duration> listing = type == Notifications.Type.FILES ? Notifications.INTERVAL : SWEEP;
    return new Streaming(
        type != null,
        subscription,
        new Streaming.Interval(values.get(listing), values.shown(listing)),
        new Streaming.Batch(values.get(BATCH_INTERVAL), values.get(BATCH_BYTES)),
        values.get(DEAD_LETTERS),
        values.find(PORT),
        values.get(STALLED),
        new Streaming.Limits(values.get(MAX_LAG), values.get(MAX_FAILURE_RATE)));
  }
}
