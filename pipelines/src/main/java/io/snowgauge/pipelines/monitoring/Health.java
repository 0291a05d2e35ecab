package io.snowgauge.pipelines.monitoring;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * What a stream has shown of itself. It is alive while its graph runs and some element moved
 * through it lately; it is ready once it has reached all that it needs. Steps of the graph are
 * copied by the runner, so they find the health of their process by {@link #ofThisProcess}.
 */
public final class Health {
  /** What a stream does before it is ready. */
  public enum Beginning {
    /** Notifications can be read. */
    NOTIFICATIONS("reach its notifications"),
    /** The warehouse is prepared. */
    WAREHOUSE("reach its warehouse"),
    /** The graph runs, and has begun to list the inputs. */
    SWEEP("begin to list its inputs");

    private final String words;

    Beginning(String words) {
      this.words = words;
    }
  }

  private static final Health OF_THIS_PROCESS = new Health(System::nanoTime);

  private final LongSupplier nanos;
  private final Set<Beginning> ahead = EnumSet.allOf(Beginning.class);
  private long moved;
  private boolean hasEnded;

  /**
   * Of a stream that starts now.
   *
   * @param nanos a clock, as {@link System#nanoTime}
   */
  Health(LongSupplier nanos) {
    this.nanos = nanos;
    this.moved = nanos.getAsLong();
  }

  /** That of the only stream of this process. */
  public static Health ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /** Something moved. */
  public synchronized void move() {
    moved = nanos.getAsLong();
  }

  /** It has come so far, which is a move, too. */
  public synchronized void reach(Beginning beginning) {
    ahead.remove(beginning);
    move();
  }

  /** The graph has ended, whatever the process still does. */
  public synchronized void end() {
    hasEnded = true;
  }

  /**
   * Why it is not alive, or nothing.
   *
   * @param longest time without a move
   */
  synchronized Optional<String> whyNotAlive(Duration longest) {
    if (hasEnded) {
      return Optional.of("the stream has ended");
    }
    Duration still = Duration.ofNanos(nanos.getAsLong() - moved);
    return still.compareTo(longest) > 0
        ? Optional.of("nothing has moved for %d seconds".formatted(still.toSeconds()))
        : Optional.empty();
  }

  /** Why it is not ready, or nothing. */
  synchronized Optional<String> whyNotReady() {
    if (hasEnded) {
      return Optional.of("the stream has ended");
    }
    return ahead.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ahead.stream()
                .map(beginning -> beginning.words)
                .collect(Collectors.joining(", ", "the stream has yet to ", "")));
  }
}
