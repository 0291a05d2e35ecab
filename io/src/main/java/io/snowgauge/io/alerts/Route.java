package io.snowgauge.io.alerts;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What goes where.
 *
 * @param channel where
 * @param kinds what
 * @param source the name of this installation, as alerts tell it
 */
public record Route(Channel channel, Set<AlertKind> kinds, String source) {
  /** Keeps a copy. */
  public Route {
    kinds = Set.copyOf(kinds);
  }

  /** What people read when something could not be told there, and why. */
  public String undelivered(@Nullable String why) {
    return "alerts." + channel.name() + ": not delivered, " + why;
  }
}
