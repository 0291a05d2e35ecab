package io.snowgauge.pipelines.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * From which level on loggers say something, the same in every form: {@code
 * simplelogger.properties}, and over it properties of the system.
 */
final class LogLevels {
  private static final String SIMPLE = "org.slf4j.simpleLogger.";

  /** The property that has the level of all other loggers. */
  static final String DEFAULT = SIMPLE + "defaultLogLevel";

  /** Begins the names of properties that have the level of a logger and those below it. */
  static final String LOGGER = SIMPLE + "log.";

  private LogLevels() {}

  /** The levels by logger; that of all others by the empty name. */
  static SortedMap<String, String> all() {
    Properties properties = new Properties();
    try (InputStream file =
        Objects.requireNonNull(
            LogLevels.class.getResourceAsStream("/simplelogger.properties"),
            "simplelogger.properties")) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    properties.putAll(System.getProperties());
    SortedMap<String, String> levels = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      String level = properties.getProperty(name);
      if (name.equals(DEFAULT)) {
        levels.put("", level);
      } else if (name.startsWith(LOGGER)) {
        levels.put(name.substring(LOGGER.length()), level);
      }
    }
    return levels;
  }
}
