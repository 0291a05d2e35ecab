package io.snowgauge.pipelines.report;

import io.snowgauge.transforms.phases.Phase;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

/** Where the time of a run went. */
public final class PhaseTimes {
  private PhaseTimes() {}

  /**
   * Prints a line for each phase that took any time, and the whole.
   *
   * @param taken how long each phase took
   * @param bytes that were read, as they are stored; rates are of these
   * @param total from the start of the process until now; what is in no phase is in it, too
   */
  public static void show(
      Function<Phase, Duration> taken, long bytes, Duration total, PrintWriter err) {
    for (Phase phase : Phase.values()) {
      Duration time = taken.apply(phase);
      if (!time.isZero()) {
        boolean hasRate =
            bytes > 0 && (phase == Phase.STAGE || phase == Phase.COUNT || phase == Phase.MOVE);
        show(phase.text(), time, hasRate ? bytes : 0, err);
      }
    }
    show("total", total, bytes, err);
    err.flush();
  }

  private static void show(String name, Duration time, long bytes, PrintWriter err) {
    double seconds = time.toNanos() / 1e9;
    String rate =
        bytes > 0 ? String.format(Locale.ROOT, " %,10.1f MB/s", bytes / 1e6 / seconds) : "";
    err.println(String.format(Locale.ROOT, "phase %-6s %,9.2f s", name, seconds) + rate);
  }
}
