package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Sql;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which of the versions that are listed again and again are still to be loaded. Those that are
 * settled, or have failed too often, are remembered for a day, so that the warehouse is asked
 * nothing where nothing is new. Where it is asked and others can write it, one more question tells
 * whether rows of the ledger were deleted since: then nothing is remembered any more. Who loads a
 * version is decided by the ledger itself; so whatever is remembered wrongly, for somebody has
 * retracted it, only waits for the next day or the next run.
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
   * @param events of the ledger when it was last asked
   */
  private record Done(long since, Set<String> fileIds, Events events) {}

  /**
   * The events of a dataset.
   *
   * @param count how many there were
   * @param epoch of the last of them
   */
  private record Events(long count, long epoch) {
    static final Events NONE = new Events(0, 0);
  }

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
    Done before = remembered(dataset);
    List<SourceFile> unknown =
        listed.stream().filter(file -> !before.fileIds().contains(file.fileId())).toList();
    if (unknown.isEmpty()) {
      return among(dataset, listed, before, Map.of());
    }
    try (Connection connection = warehouse.connect()) {
      if (warehouse.traits().isExclusive()) {
        return among(dataset, listed, before, lookUp(connection, dataset, unknown));
      }
      Events events = events(connection, dataset, before.events());
      if (events != null) {
        Done known = new Done(before.since(), before.fileIds(), events);
        return among(dataset, listed, known, lookUp(connection, dataset, unknown));
      }
    }
    // A session that is older than the ledger's last events would miss these, too.
    try (Connection connection = warehouse.sessions().connectAnew()) {
      Events events = Objects.requireNonNull(events(connection, dataset, Events.NONE));
      Done nothing = new Done(nanoTime.getAsLong(), Set.of(), events);
      return among(dataset, listed, nothing, lookUp(connection, dataset, listed));
    }
  }

  private List<Open> among(
      String dataset, List<SourceFile> listed, Done known, Map<String, Ledger.State> states) {
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
    done.put(dataset, new Done(known.since(), nothingToDo, known.events()));
    return open;
  }

  private long remembered() {
    return done.values().stream().mapToLong(known -> known.fileIds().size()).sum();
  }

  private Done remembered(String dataset) {
    long now = nanoTime.getAsLong();
    Done before = done.get(dataset);
    return before == null || now - before.since() > REMEMBERED.toNanos()
        ? new Done(now, Set.of(), Events.NONE)
        : before;
  }

  private Map<String, Ledger.State> lookUp(
      Connection connection, String dataset, List<SourceFile> files) throws SQLException {
    return new Ledger(warehouse).lookUp(connection, dataset, files);
  }

  /** The events that there are now; null if some that were there before are not any more. */
  private @Nullable Events events(Connection connection, String dataset, Events before)
      throws SQLException {
    return Sql.of(
            """
            SELECT
              COUNT(*) AS EVENTS,
              COALESCE(MAX(EPOCH), 0) AS LAST_EPOCH,
              COUNT(CASE WHEN EPOCH <= :epoch THEN 1 END) AS KEPT
            FROM {events}
            WHERE DATASET = :dataset
            """)
        .bind("epoch", before.epoch())
        .with("events", new ControlTables(warehouse).fileEvents())
        .bind("dataset", dataset)
        .query(
            connection,
            row ->
                row.number("KEPT") < before.count()
                    ? Optional.<Events>empty()
                    : Optional.of(new Events(row.number("EVENTS"), row.number("LAST_EPOCH"))))
        .get(0)
        .orElse(null);
  }

  private static boolean isDone(Ledger.State state) {
    return state.isSettled() || state.failures() >= Ledger.TRIES;
  }
}
