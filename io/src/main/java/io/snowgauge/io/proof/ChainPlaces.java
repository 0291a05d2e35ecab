package io.snowgauge.io.proof;

import io.snowgauge.io.proof.ChainFinding.Kind;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;

/** Whether the places of a chain are taken once each, and in the order of its epochs. */
final class ChainPlaces {
  private final List<ChainEntry> entries;
  private final Collection<ChainFinding> findings;
  private final Collection<Long> doubtful;

  /**
   * Of entries by their places.
   *
   * @param findings takes what is wrong
   * @param doubtful takes the epochs that are not whole by that
   */
  ChainPlaces(
      List<ChainEntry> entries, Collection<ChainFinding> findings, Collection<Long> doubtful) {
    this.entries = entries;
    this.findings = findings;
    this.doubtful = doubtful;
  }

  void check() {
    ChainEntry last = new ChainEntry(0, 0, "", null, "the beginning");
    for (ChainEntry entry : entries) {
      if (entry.place() == last.place()) {
        find(
            Kind.INSERTED,
            "%s and %s are at the same place; one of them was inserted"
                .formatted(last.name(), entry.name()),
            last,
            entry);
      } else if (entry.place() > last.place() + 1) {
        find(Kind.REMOVED, missing(last, entry), last, entry);
      }
      if (entry.place() == last.place() + 1 && entry.epoch() > last.epoch() + 1) {
        find(
            Kind.REMOVED,
            "%s missing between %s and %s"
                .formatted(
                    counted("epoch", last.epoch() + 1, entry.epoch() - 1),
                    last.name(),
                    entry.name()),
            last,
            entry);
      }
      if (entry.epoch() < last.epoch()) {
        find(
            Kind.REORDERED,
            "%s comes after %s, whose epoch is a later one".formatted(entry.name(), last.name()),
            last,
            entry);
      }
      last = entry;
    }
  }

  private static String missing(ChainEntry last, ChainEntry next) {
    return "%s missing between %s and %s"
        .formatted(counted("event", last.place() + 1, next.place() - 1), last.name(), next.name());
  }

  private static String counted(String what, long from, long to) {
    return from == to ? what + " " + from + " is" : what + "s " + from + " to " + to + " are";
  }

  private void find(Kind kind, String message, ChainEntry one, ChainEntry other) {
    findings.add(new ChainFinding(kind, message));
    LongStream.rangeClosed(
            Math.min(one.epoch(), other.epoch()), Math.max(one.epoch(), other.epoch()))
        .limit(10_000)
        .forEach(doubtful::add);
  }
}
