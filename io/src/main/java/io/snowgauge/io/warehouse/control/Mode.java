package io.snowgauge.io.warehouse.control;

import java.util.Locale;

/** The command that a run is of. */
public enum Mode {
  /** One that loads what is there. */
  RUN,
  /** One of several that each load a date. */
  BACKFILL,
  /** One that loads what a notification names. */
  EVENT,
  /** One that publishes a batch of a stream. */
  STREAM,
  /** One that takes files out of pods. */
  EXTRACT,
  /** One that loads corrected lines into the account of the version that they were refused in. */
  REPLAY;

  /** What the audit calls it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
