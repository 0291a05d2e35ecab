package io.snowgauge.io.proof;

import io.snowgauge.io.proof.ChainFinding.Kind;
import io.snowgauge.transforms.files.Sha256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether each epoch of a chain is what the next one was chained to, and what was anchored. */
final class ChainLinks {
  private final SortedMap<Long, List<ChainEntry>> epochs = new TreeMap<>();
  private final Map<Long, String> hashes = new HashMap<>();
  private final Set<Long> doubtful;
  private long lastPlace;

  /**
   * Of a chain.
   *
   * @param before what was there when it began
   * @param entries by their places
   * @param doubtful epochs of which something is known to be wrong
   */
  ChainLinks(List<ChainEntry> before, List<ChainEntry> entries, Set<Long> doubtful) {
    this.doubtful = doubtful;
    epochs.put(Chain.BEFORE, new ArrayList<>(before));
    for (ChainEntry entry : entries) {
      epochs.computeIfAbsent(entry.epoch(), none -> new ArrayList<>()).add(entry);
      lastPlace = Math.max(lastPlace, entry.place());
    }
  }

  /** The hash of all events of an epoch, as a next one has it. */
  private String hash(long epoch) {
    return hashes.computeIfAbsent(
        epoch,
        which ->
            hash(epochs.getOrDefault(which, List.of()).stream().map(ChainEntry::hash).toList()));
  }

  /** The hash of an epoch whose events have these, in any order. */
  static String hash(List<String> ofEvents) {
    SortedMap<String, String> byDigits =
        ofEvents.stream()
            .sorted()
            .collect(
                Collectors.groupingBy(
                    hash -> hash.substring(0, Math.min(2, hash.length())),
                    TreeMap::new,
                    Collectors.joining()));
    StringBuilder all = new StringBuilder();
    byDigits.values().forEach(joined -> all.append(Sha256.identity(joined, 32)));
    return Sha256.identity(all.toString(), 32);
  }

  List<ChainFinding> check() {
    List<ChainFinding> findings = new ArrayList<>();
    epochs.forEach(
        (epoch, entries) -> {
          List<ChainEntry> telling =
              entries.stream().filter(entry -> entry.previous() != null).toList();
          List<ChainEntry> others =
              telling.stream().filter(entry -> !hash(epoch - 1).equals(entry.previous())).toList();
          if (others.size() < telling.size()) {
            others.forEach(
                entry ->
                    findings.add(
                        new ChainFinding(
                            Kind.INSERTED,
                            entry.name()
                                + " is chained to other events than the rest of its epoch")));
          } else if (!others.isEmpty() && !doubtful.contains(epoch - 1)) {
            findings.add(rewritten(epoch));
          }
        });
    return findings;
  }

  private ChainFinding rewritten(long epoch) {
    List<ChainEntry> before = epochs.getOrDefault(epoch - 1, List.of());
    String what =
        epoch - 1 == Chain.BEFORE
            ? before.size() + " events from before the chain"
            : before.isEmpty()
                ? "epoch " + (epoch - 1) + ", of which there is no event,"
                : "epoch %d (%d events: %s)"
                    .formatted(
                        epoch - 1,
                        before.size(),
                        before.stream()
                            .limit(20)
                            .map(ChainEntry::name)
                            .collect(Collectors.joining("; ")));
    return new ChainFinding(
        Kind.REWRITTEN,
        what
            + " is not what epoch "
            + epoch
            + " was chained to: an event of it was changed, removed or inserted, and its hash made"
            + " to fit");
  }

  /** Whether the chain still has what was anchored, by the first anchor that says otherwise. */
  List<ChainFinding> compare(List<Anchor> anchors) {
    List<ChainFinding> findings = new ArrayList<>();
    List<Anchor> cut = anchors.stream().filter(anchor -> anchor.epoch() > last()).toList();
    if (!cut.isEmpty()) {
      Anchor anchor = cut.get(cut.size() - 1);
      findings.add(
          new ChainFinding(
              Kind.CUT_OFF,
              "the chain ends with event %d (epoch %d), but at %s it had event %d (epoch %d), says %s"
                  .formatted(
                      lastPlace,
                      last(),
                      anchor.at(),
                      anchor.place(),
                      anchor.epoch(),
                      anchor.uri())));
    }
    anchors.stream()
        .filter(anchor -> anchor.epoch() <= last())
        .filter(anchor -> !hash(anchor.epoch()).equals(anchor.head()))
        .findFirst()
        .ifPresent(
            anchor ->
                findings.add(
                    new ChainFinding(
                        Kind.OTHER_THAN_ANCHORED,
                        "epoch %d, up to event %d, is not what it was at %s: its hash is %s but was %s, says %s"
                            .formatted(
                                anchor.epoch(),
                                anchor.place(),
                                anchor.at(),
                                hash(anchor.epoch()),
                                anchor.head(),
                                anchor.uri()))));
    return findings;
  }

  /** The last epoch. */
  long last() {
    return epochs.lastKey();
  }

  long lastPlace() {
    return lastPlace;
  }

  String head() {
    return hash(last());
  }
}
