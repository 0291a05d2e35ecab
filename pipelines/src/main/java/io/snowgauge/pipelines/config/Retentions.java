package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.Quantities;
import java.time.Duration;

/** For how long is kept what loads need no more; {@code cleanup} removes the rest. */
final class Retentions {
  static final Section SECTION =
      new Section(
          new Group(
              "retention",
              "For how long is kept what loads need no more; 'cleanup' removes what is older. What"
                  + " decides what is loaded is never removed."));

  private static final Setting<Duration> REJECTS =
      period(
          "rejects",
          "For how long the text of refused lines is kept after the last attempt of its run; how"
              + " many there were stays in the ledger. By default for ever.");

  private static final Setting<Duration> FAILED_ATTEMPTS =
      period(
          "failedAttempts",
          "For how long the ledger keeps failed attempts at versions that are in; the first attempt"
              + " of each stays. By default for ever.");

  private static final Setting<Duration> ARCHIVE =
      period(
          "archive",
          "For how long NDJSON is kept in the archive, whatever became of its files. By default for"
              + " ever.");

  private static final Setting<Duration> ALERTS =
      period(
          "alerts",
          "For how long is kept what was told of incidents that are over; at least 70 days, so that"
              + " nothing is told twice. By default for ever.");

  private static final Setting<Duration> HEARTBEATS =
      period("heartbeats", "For how long signs of life of runs are kept.").defaultsTo("7 days");

  private static final Setting<Duration> STREAMS =
      period(
              "streams",
              "For how long staged files of a stream are kept that it has not loaded. A stream that"
                  + " was stopped with a savepoint has to go on within this time.")
          .defaultsTo("30 days");

  private Retentions() {}

  private static Setting<Duration> period(String name, String description) {
    return SECTION.setting(
        name,
        Quantities.durationOfAtLeast(name.equals("alerts") ? "70 days" : "1 day"),
        description);
  }

  static Retention retention(Values values) {
    return new Retention(
        values.find(REJECTS),
        values.find(FAILED_ATTEMPTS),
        values.find(ARCHIVE),
        values.find(ALERTS),
        values.get(HEARTBEATS),
        values.get(STREAMS));
  }
}
