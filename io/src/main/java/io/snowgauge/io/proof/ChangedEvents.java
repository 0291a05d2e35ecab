package io.snowgauge.io.proof;

import io.snowgauge.io.proof.ChainFinding.Kind;
import io.snowgauge.io.warehouse.control.LedgerEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Events that do not have the hash they were written with. Of those that only stand at another
 * place than their own, that is found out, so that they are missed nowhere else.
 */
final class ChangedEvents {
  /** Of so many it is tried. */
  private static final int MOST_TRIED = 200;

  private static final List<String> POSITION =
      List.of("PLACE", "EPOCH", "TARGET_EPOCH", "WRITER", "PREVIOUS_HASH");

  private final List<LedgerEvent> changed;
  private final Set<Long> taken = new HashSet<>();
  private final List<Long> free = new ArrayList<>();
  private final List<ChainFinding> findings = new ArrayList<>();
  private final List<ChainEntry> entries = new ArrayList<>();
  private final Set<Long> epochs = new HashSet<>();

  /**
   * Of a chain.
   *
   * @param others the events that are as they were written, in any order
   */
  ChangedEvents(List<LedgerEvent> changed, List<ChainEntry> others) {
    this.changed = changed;
    long last = 0;
    for (ChainEntry entry : others) {
      taken.add(entry.place());
      last = Math.max(last, entry.place());
    }
    for (long place = 1; place <= last + changed.size() && free.size() < MOST_TRIED; place++) {
      if (!taken.contains(place)) {
        free.add(place);
      }
    }
    changed.forEach(this::add);
  }

  private void add(LedgerEvent event) {
    Optional<LedgerEvent> moved = changed.size() > MOST_TRIED ? Optional.empty() : moved(event);
    LedgerEvent written = moved.orElse(event);
    String hash = String.valueOf(event.eventHash());
    Long place = written.place();
    Long epoch = written.epoch();
    findings.add(
        moved.isPresent()
            ? new ChainFinding(
                Kind.REORDERED, event + " was written as event " + place + " and has been moved")
            : new ChainFinding(
                Kind.CHANGED,
                "%s is not what was written: its hash was %s and is %s by what it says now"
                    .formatted(event, hash, event.hash())));
    if (event.epoch() != null) {
      epochs.add(event.epoch());
    }
    epochs.add(epoch == null ? Chain.BEFORE : epoch);
    if (place != null && epoch != null && taken.add(place)) {
      entries.add(new ChainEntry(place, epoch, hash, null, event.toString()));
    }
  }

  /** The event at its own place, if that is all that is wrong with it. */
  private Optional<LedgerEvent> moved(LedgerEvent event) {
    List<Map<String, String>> positions = new ArrayList<>();
    for (LedgerEvent other : changed) {
      Map<String, String> position = new HashMap<>(other.values());
      position.keySet().retainAll(POSITION);
      positions.add(position);
      position = new HashMap<>(position);
      position.keySet().retainAll(Set.of("PLACE"));
      positions.add(position);
    }
    free.forEach(place -> positions.add(Map.of("PLACE", place.toString())));
    return positions.stream()
        .filter(position -> position.containsKey("PLACE"))
        .map(event::with)
        .filter(candidate -> candidate.hash().equals(event.eventHash()))
        .findFirst();
  }

  /** What is wrong with them, one each. */
  List<ChainFinding> findings() {
    return findings;
  }

  /** Those whose places nothing else is at. */
  List<ChainEntry> entries() {
    return entries;
  }

  /** The epochs they belong to or claim to belong to. */
  Set<Long> epochs() {
    return epochs;
  }
}
