package io.snowgauge.io.warehouse.control;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One run of a command that loads.
 *
 * @param id unique, also a folder name; a retry under the same id continues the run
 * @param executionDate labels the run in the audit
 * @param mode the command that it is of
 * @param startedAt when it started
 * @param force whether versions that are already in are loaded again, in place of what they loaded
 * @param replays the stage id of the attempt at a version whose refused lines it brings back,
 *     corrected, or null
 */
public record Run(
    String id,
    LocalDate executionDate,
    Mode mode,
    Instant startedAt,
    boolean force,
    @Nullable String replays)
    implements Serializable {
  /** A run that loads files as versions of their own. */
  public Run(String id, LocalDate executionDate, Mode mode, Instant startedAt, boolean force) {
    this(id, executionDate, mode, startedAt, force, null);
  }

  /** Tells this try from others under the same id: no two processes start one at the same time. */
  public String tryId() {
    return startedAt.toString();
  }
}
