package io.snowgauge.pipelines.commands;

import java.util.Arrays;
import java.util.List;

/** How much the log says, which has to be known before anything is logged. */
final class Verbosity {
  static final String VERBOSE = "--verbose";
  static final String QUIET = "--quiet";

  private static final String LOGGER = "org.slf4j.simpleLogger.log.";

  /** What the log tells of otherwise, too, by src/main/resources/simplelogger.properties. */
  private static final List<String> TALKING =
      List.of(
          "io.snowgauge.io.warehouse.beam.PublishBatches", "io.snowgauge.transforms.files.Outage");

  private Verbosity() {}

  /** Sets the log's levels by a command's arguments. */
  static void apply(String[] arguments) {
    List<String> given = Arrays.asList(arguments);
    if (given.contains(VERBOSE)) {
      System.setProperty(LOGGER + "io.snowgauge", "info");
    } else if (given.contains(QUIET)) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
      TALKING.forEach(name -> System.setProperty(LOGGER + name, "error"));
    }
  }
}
