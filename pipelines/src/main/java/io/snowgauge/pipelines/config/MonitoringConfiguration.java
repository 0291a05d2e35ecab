package io.snowgauge.pipelines.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a stream tells whoever runs it that it is alive and ready.
 *
 * @param portOrNull on which it answers probes, 0 for any that is free; null not to answer
 * @param stalled how long nothing may move in a stream that is alive
 */
public record MonitoringConfiguration(@Nullable Integer portOrNull, Duration stalled)
    implements Serializable {

  /** The port on which probes are answered, if they are. */
  public OptionalInt port() {
    return portOrNull == null ? OptionalInt.empty() : OptionalInt.of(portOrNull);
  }
}
