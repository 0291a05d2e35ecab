package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.types.Quantities;
import java.time.Duration;

/** Where a stream hears of created files: what all sources have in common. */
final class Notifications {
  enum Type {
    EVENT_HUBS,
    KAFKA,
    SQS,
    AZURE_QUEUE,
    FILES
  }

  static final Group GROUP = new Group("notifications", "Where a stream hears of created files.");

  static final Section TYPES = new Section(GROUP);

  static final Setting<Type> TYPE =
      TYPES
          .choice(
              "type",
              Type.class,
              "Where a stream hears of created files; with files it lists the inputs instead.")
          .neededWhere(GROUP.isGiven());

  static final Section FILES = new Section(GROUP, TYPE.is(Type.FILES));

  static final Setting<Duration> INTERVAL =
      FILES
          .setting(
              "interval",
              Quantities.durationOfAtLeast("1 second"),
              "How often inputs are listed where nothing tells of new files.")
          .defaultsTo("1 minute");

  private Notifications() {}
}
