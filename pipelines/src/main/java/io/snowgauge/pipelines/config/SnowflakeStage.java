package io.snowgauge.pipelines.config;

import java.io.Serializable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where Snowflake copies parts from.
 *
 * @param type of the stage
 * @param name of the stage or of the storage integration; null exactly for an internal stage
 */
public record SnowflakeStage(Type type, @Nullable String name) implements Serializable {
  /** The kinds of stages. */
  public enum Type {
    /** Snowflake's own storage; parts are uploaded to it. */
    INTERNAL,
    /** A named stage over the staging folder's bucket. */
    EXTERNAL,
    /** A storage integration that may read the staging folder's bucket. */
    INTEGRATION;

    /** As the configuration writes it. */
    public String configName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
