package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.files.SourceFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which of the versions that are listed again and again are still to be loaded. Those that are
 * settled, or have failed too often, are remembered for a day, so that the warehouse is asked
 * nothing where nothing is new. Who loads a version is decided by the ledger itself; so whatever is
 * remembered wrongly, for somebody has retracted it, only waits for the next day or the next run.
 */
public final class OpenVersions {
  private static final Duration REMEMBERED = Duration.ofDays(1);

  /** Of all datasets together; beyond, the warehouse is asked. A hundred bytes each. */
  private static final int MOST = 500_000;

  private final Warehouse warehouse;
  private final LongSupplier nanoTime;
  private final Map<String, Done> done = new HashMap<>();

  /** Remembers nothing yet. */
  public OpenVersions(Warehouse warehouse) {
    this(warehouse, System::nanoTime);
  }

  /** The same by another clock. */
  public OpenVersions(Warehouse warehouse, LongSupplier nanoTime) {
    this.warehouse = warehouse;
    this.nanoTime = nanoTime;
  }

  /**
   * Versions of a dataset for which there is nothing to do.
   *
   * @param since when the first of them was asked for
   */
  private record Done(long since, Set<String> fileIds) {}

  /**
   * A listed version that is to be loaded.
   *
   * @param state what the ledger says of it; null if it does not know it
   */
  public record Open(SourceFile file, Ledger.@Nullable State state) {}

  /**
   * Those of the listed versions that are to be loaded now, in their order. What is not listed any
   * more is forgotten.
   */
  public List<Open> among(String dataset, List<SourceFile> listed) throws SQLException {
    Done known = remembered(dataset);
    List<SourceFile> unknown =
        listed.stream().filter(file -> !known.fileIds().contains(file.fileId())).toList();
    Map<String, Ledger.State> states = lookUp(dataset, unknown);
    List<Open> open = new ArrayList<>();
    long room = MOST - remembered() + known.fileIds().size();
    Set<String> nothingToDo = new HashSet<>();
    for (SourceFile file : listed) {
      Ledger.State state = states.get(file.fileId());
      if (known.fileIds().contains(file.fileId()) || (state != null && isDone(state))) {
        if (nothingToDo.size() < room) {
          nothingToDo.add(file.fileId());
        }
      } else if (state == null || state.isDue(Instant.now())) {
        open.add(new Open(file, state));
      }
    }
    done.put(dataset, new Done(known.since(), nothingToDo));
    return open;
  }

  private long remembered() {
    return done.values().stream().mapToLong(known -> known.fileIds().size()).sum();
  }

  private Done remembered(String dataset) {
    long now = nanoTime.getAsLong();
    Done before = done.get(dataset);
    return before == null || now - before.since() > REMEMBERED.toNanos()
        ? new Done(now, Set.of())
        : before;
  }

  private Map<String, Ledger.State> lookUp(String dataset, List<SourceFile> files)
      throws SQLException {
    if (files.isEmpty()) {
      return Map.of();
    }
    try (Connection connection = warehouse.connect()) {
      return new Ledger(warehouse).lookUp(connection, dataset, files);
    }
  }

  private static boolean isDone(Ledger.State state) {
    return state.isSettled() || state.failures() >= Ledger.TRIES;
  }
}
