package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.control.Run;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The publications of this process that are under way. A runner that has given a graph up leaves
 * its threads to themselves, and one of them may be about to commit.
 */
final class UnderWay {
  /** How many there are, by the try of their run. */
  private static final Map<String, Integer> OPEN = new HashMap<>();

  private static final Set<String> ENDED = new HashSet<>();

  private UnderWay() {}

  /** Runs of a backfill may begin at one instant. */
  private static String key(Run run) {
    return run.id() + " " + run.tryId();
  }

  /**
   * One begins.
   *
   * @throws IllegalStateException if its run has been ended
   */
  static void begin(Run run) {
    synchronized (OPEN) {
      if (ENDED.contains(key(run))) {
        throw new IllegalStateException("run " + run.id() + " has ended");
      }
      OPEN.merge(key(run), 1, Integer::sum);
    }
  }

  /** One is over. */
  static void end(Run run) {
    synchronized (OPEN) {
      OPEN.computeIfPresent(key(run), (id, count) -> count > 1 ? count - 1 : null);
      OPEN.notifyAll();
    }
  }

  /** Lets no more of a run begin, and waits for those under way; whether they are over. */
  static boolean endAll(Run run, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    synchronized (OPEN) {
      ENDED.add(key(run));
      while (OPEN.containsKey(key(run))) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        OPEN.wait(left);
      }
      return true;
    }
  }
}
