package io.snowgauge.pipelines.log;

import java.util.Arrays;
import java.util.List;

/** How much the log says. */
public final class Verbosity {
  /** The option by which it says more. */
  public static final String VERBOSE = "--verbose";

  /** The option by which it says less. */
  public static final String QUIET = "--quiet";

  /** What the log tells of otherwise, too, by src/main/resources/simplelogger.properties. */
  private static final List<String> TALKING =
      List.of(
          "io.snowgauge.io.warehouse.beam.PublishBatches",
          "io.snowgauge.pipelines.report.OutcomeLog",
          "io.snowgauge.transforms.files.Outage");

  private Verbosity() {}

  /** Sets the log's levels by a command's arguments. */
  static void apply(String[] arguments) {
    List<String> given = Arrays.asList(arguments);
    if (given.contains(VERBOSE)) {
      System.setProperty(LogLevels.LOGGER + "io.snowgauge", "info");
    } else if (given.contains(QUIET)) {
      System.setProperty(LogLevels.DEFAULT, "error");
      TALKING.forEach(name -> System.setProperty(LogLevels.LOGGER + name, "error"));
    }
  }
}
