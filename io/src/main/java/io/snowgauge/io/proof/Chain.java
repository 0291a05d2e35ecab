package io.snowgauge.io.proof;

import io.snowgauge.io.proof.ChainFinding.Kind;
import io.snowgauge.io.warehouse.control.LedgerEvent;
import io.snowgauge.io.warehouse.control.RemovedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The chain of one dataset: what in it is not as it was written. It shares nothing with what makes
 * the hashes in a warehouse.
 */
public final class Chain {
  /** The epoch of events that were there before the chain began. */
  static final long BEFORE = 0;

  /** What a publisher adds; other events are of versions that are there. */
  private static final Set<String> NEW = Set.of("PUBLISHED", "FAILED", "SUPERSEDED", "REPLAYED");

  private static final Set<String> OF_EXTRACTIONS = Set.of("EXTRACTED", "FORGOTTEN", "FAILED");

  /** What extractions leave null. */
  private static final Set<String> OF_PUBLISHERS =
      Set.of("PLACE", "PREVIOUS_HASH", "EPOCH", "TARGET", "TARGET_EPOCH", "WRITER", "STAGE_ID");

  private final List<ChainFinding> findings = new ArrayList<>();
  private final List<ChainEntry> before = new ArrayList<>();
  private final List<ChainEntry> placed = new ArrayList<>();
  private final List<LedgerEvent> changed = new ArrayList<>();
  private final Set<String> attempts = new HashSet<>();
  private @Nullable LedgerEvent latest;
  private @Nullable String lastPrevious;
  private long events;
  private long unchained;

  /**
   * Adds an event: those without a place first, then by their places.
   *
   * @param isDisguised whether it is in no chain but names a version that the chain has
   */
  void add(LedgerEvent event, boolean isDisguised) {
    String hash = event.eventHash();
    if (hash == null) {
      addUnchained(event, isDisguised);
      return;
    }
    events++;
    Long place = event.place();
    Long epoch = event.epoch();
    boolean isFirst = attempts.add(String.valueOf(event.text("STAGE_ID")));
    if (!event.hash().equals(hash)) {
      changed.add(event);
    } else if (place != null && epoch != null) {
      placed.add(new ChainEntry(place, epoch, hash, previous(event), event.toString()));
      if (isFirst) {
        lookAtClock(event);
      }
    } else if (place == null && epoch == null) {
      before.add(new ChainEntry(BEFORE, BEFORE, hash, null, event.toString()));
    } else {
      find(Kind.INSERTED, "%s was never given a place in the chain".formatted(event));
    }
  }

  /** The events of an epoch share one text. */
  private @Nullable String previous(LedgerEvent event) {
    String previous = event.previousHash();
    if (previous == null) {
      find(Kind.INSERTED, event + " is chained to nothing");
    }
    if (!Objects.equals(previous, lastPrevious)) {
      lastPrevious = previous;
    }
    return lastPrevious;
  }

  /** Extractions write to the ledger without a lock, and nothing is decided by what they write. */
  private void addUnchained(LedgerEvent event, boolean isDisguised) {
    if (isDisguised || !isOfExtraction(event)) {
      find(Kind.INSERTED, event + " is in no chain: whoever wrote it did not load it");
    } else {
      unchained++;
    }
  }

  /** Whether an event without a hash is what extractions write. */
  static boolean isOfExtraction(LedgerEvent event) {
    return OF_EXTRACTIONS.contains(String.valueOf(event.text("STATUS")))
        && OF_PUBLISHERS.stream().noneMatch(column -> event.values().containsKey(column));
  }

  /** Whether a publisher adds such an event of a version that was not there. */
  static boolean isNew(LedgerEvent event) {
    return NEW.contains(String.valueOf(event.text("STATUS")));
  }

  /**
   * Later events of an attempt, such as the account of what a replay brought back, keep its time.
   */
  private void lookAtClock(LedgerEvent event) {
    Instant at = event.loadedAt();
    if (at == null || !isNew(event)) {
      return;
    }
    if (latest != null && at.isBefore(Objects.requireNonNull(latest.loadedAt()))) {
      find(
          Kind.CLOCK,
          "a clock went back: %s was loaded at %s, but %s before it at %s"
              .formatted(event, at, latest, latest.loadedAt()));
    }
    latest = event;
  }

  private static ChainEntry entry(RemovedEvent stub) {
    return new ChainEntry(
        stub.place(),
        stub.epoch(),
        stub.hash(),
        stub.previous(),
        "event " + stub.place() + ", which retention has removed");
  }

  private void find(Kind kind, String message) {
    findings.add(new ChainFinding(kind, message));
  }

  /**
   * What is wrong, once all events are added.
   *
   * @param stubs what stayed of events that retention has removed; events that are still there,
   *     too, count once
   * @param anchors that are signed by a key that is known
   */
  Result check(List<RemovedEvent> stubs, List<Anchor> anchors) {
    List<ChainEntry> entries = new ArrayList<>(placed);
    Set<Long> taken = new HashSet<>();
    entries.forEach(entry -> taken.add(entry.place()));
    stubs.stream()
        .filter(stub -> taken.add(stub.place()))
        .forEach(stub -> entries.add(entry(stub)));
    ChangedEvents restored = new ChangedEvents(changed, entries);
    findings.addAll(restored.findings());
    entries.addAll(restored.entries());
    entries.sort(Comparator.comparingLong(ChainEntry::place).thenComparing(ChainEntry::epoch));
    Set<Long> doubtful = new HashSet<>(restored.epochs());
    new ChainPlaces(entries, findings, doubtful).check();
    ChainLinks links = new ChainLinks(before, entries, doubtful);
    findings.addAll(links.check());
    findings.addAll(links.compare(anchors));
    return new Result(events, unchained, links.last(), links.lastPlace(), links.head(), findings);
  }

  /**
   * What came of it.
   *
   * @param events that are there and chained
   * @param unchained events of extractions
   * @param epochs the last one
   * @param places the last one
   * @param head the hash of the last epoch
   */
  public record Result(
      long events,
      long unchained,
      long epochs,
      long places,
      String head,
      List<ChainFinding> findings) {
    /** Keeps a copy. */
    public Result {
      findings = List.copyOf(findings);
    }

    /** Whether nothing was found but what is only told. */
    public boolean holds() {
      return findings.stream().allMatch(finding -> finding.kind().isNotice());
    }
  }
}
