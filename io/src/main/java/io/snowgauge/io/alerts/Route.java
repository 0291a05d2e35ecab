package io.snowgauge.io.alerts;

import java.util.Set;

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
}
