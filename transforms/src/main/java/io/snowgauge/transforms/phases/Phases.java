package io.snowgauge.transforms.phases;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How long phases have taken, by the clock: where several threads are in one, their time counts
 * once. A runner copies the steps of a graph, so they find the phases of their process by {@link
 * #ofThisProcess}.
 */
public final class Phases {
  private static final Phases OF_THIS_PROCESS = new Phases(System::nanoTime);

  /** Time in one phase. */
  private static final class Taken {
    private int open;
    private long began;
    private long nanos;
  }

  private final LongSupplier nanos;
  private final Map<Phase, Taken> phases = new EnumMap<>(Phase.class);

  /**
   * None so far.
   *
   * @param nanos a clock, as {@link System#nanoTime}
   */
  Phases(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Those of all graphs that are run in this process. */
  public static Phases ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  private Taken of(Phase phase) {
    return phases.computeIfAbsent(phase, unknown -> new Taken());
  }

  /** A thread enters a phase, and is to {@link #end} it. */
  public synchronized void begin(Phase phase) {
    Taken taken = of(phase);
    if (taken.open++ == 0) {
      taken.began = nanos.getAsLong();
    }
  }

  /** A thread leaves a phase. */
  public synchronized void end(Phase phase) {
    Taken taken = of(phase);
    if (--taken.open == 0) {
      taken.nanos += nanos.getAsLong() - taken.began;
    }
  }

  /** How long a phase has taken, without what is not over yet. */
  public synchronized Duration taken(Phase phase) {
    return Duration.ofNanos(of(phase).nanos);
  }
}
