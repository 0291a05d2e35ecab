package io.snowgauge.io.warehouse.beam;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a stream of this process has noticed and not settled yet, and what came of the rest within
 * the last hour. Steps of a graph are copied by the runner, so they find it by {@link
 * #ofThisProcess}. It keeps nothing until somebody watches it: on a cluster no process has all the
 * steps of a stream.
 */
public final class Backlog {
  private static final Backlog OF_THIS_PROCESS = new Backlog();
  private static final Duration REMEMBERED = Duration.ofHours(1);

  /**
   * What came of files.
   *
   * @param published how many are in
   * @param failed how many are not, for a reason that the ledger has
   */
  public record Outcome(Instant at, long published, long failed) {
    /** The share that failed. */
    public double failureRate() {
      return files() == 0 ? 0 : (double) failed / files();
    }

    /** How many there are. */
    public long files() {
      return published + failed;
    }

    private Outcome plus(Outcome other) {
      return new Outcome(at, published + other.published, failed + other.failed);
    }
  }

  /** By dataset, what waits and since when. */
  private final Map<String, Map<String, Instant>> waiting = new HashMap<>();

  private final Map<String, Deque<Outcome>> outcomes = new HashMap<>();
  private boolean isWatched;
  private long batches;

  private Backlog() {}

  /** One that nobody else knows. */
  public static Backlog unwatched() {
    return new Backlog();
  }

  /** That of the only stream of this process. */
  public static Backlog ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /** Starts to keep what it is told. */
  public synchronized void watch() {
    isWatched = true;
  }

  /**
   * Something has to be loaded.
   *
   * @param id of what; to be told again changes nothing
   * @param since when it could have been known
   */
  public synchronized void notice(String dataset, String id, Instant since) {
    if (isWatched) {
      waiting.computeIfAbsent(dataset, unused -> new HashMap<>()).putIfAbsent(id, since);
    }
  }

  /** It is settled elsewhere. */
  public synchronized void release(String dataset, String id) {
    waiting.getOrDefault(dataset, new HashMap<>()).remove(id);
  }

  /** A batch has been published, after which none of it waits. */
  public synchronized void settle(String dataset, Collection<String> ids, Outcome outcome) {
    if (isWatched) {
      ids.forEach(id -> release(dataset, id));
      outcomes.computeIfAbsent(dataset, unused -> new ArrayDeque<>()).add(outcome);
      batches++;
    }
  }

  /** For how long the oldest of what waits has waited. */
  public synchronized Duration lag(String dataset, Instant now) {
    return waiting.getOrDefault(dataset, Map.of()).values().stream()
        .min(Comparator.naturalOrder())
        .map(since -> Duration.between(since, now))
        .orElse(Duration.ZERO);
  }

  /** What came of all files within the last hour; empty if there were none. */
  public synchronized Optional<Outcome> lately(String dataset, Instant now) {
    Deque<Outcome> ofDataset = outcomes.getOrDefault(dataset, new ArrayDeque<>());
    while (!ofDataset.isEmpty() && ofDataset.element().at().isBefore(now.minus(REMEMBERED))) {
      ofDataset.remove();
    }
    return ofDataset.stream().reduce(Outcome::plus);
  }

  /** How many batches there have been; changes with each. */
  public synchronized long batches() {
    return batches;
  }
}
