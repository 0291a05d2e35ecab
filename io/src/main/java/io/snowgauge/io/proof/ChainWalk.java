package io.snowgauge.io.proof;

import io.snowgauge.io.warehouse.control.LedgerEvent;
import io.snowgauge.io.warehouse.control.RemovedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goes once along a chain, and knows in the end whether all is as it was written: no more is kept
 * than the hashes of one epoch, and those of what was there before the chain. What is wrong with a
 * chain {@link Chain} finds out, which needs all of it.
 */
final class ChainWalk {
  private final List<RemovedEvent> stubs;
  private final Map<Long, List<Anchor>> anchors = new HashMap<>();
  private final List<String> hashes = new ArrayList<>();
  private int nextStub;
  private long events;
  private long unchained;
  private long epoch = Chain.BEFORE;
  private long place;
  private String previous = "";
  private @Nullable Instant latest;
  private boolean isInDoubt;

  /** Along a chain of which retention has left this, and this is said. */
  ChainWalk(List<RemovedEvent> stubs, List<Anchor> anchors) {
    this.stubs = stubs.stream().sorted(Comparator.comparingLong(RemovedEvent::place)).toList();
    for (Anchor anchor : anchors) {
      this.anchors.computeIfAbsent(anchor.epoch(), none -> new ArrayList<>()).add(anchor);
    }
  }

  /** Takes an event, in the order of {@link Chain#add}. */
  void add(LedgerEvent event, boolean isDisguised) {
    if (isInDoubt) {
      return;
    }
    String hash = event.eventHash();
    if (hash == null) {
      unchained++;
      isInDoubt = isDisguised || !Chain.isOfExtraction(event);
      return;
    }
    events++;
    Long at = event.place();
    Long of = event.epoch();
    if (!event.hash().equals(hash) || (at == null) != (of == null)) {
      isInDoubt = true;
    } else if (at == null || of == null) {
      isInDoubt = place > 0;
      hashes.add(hash);
    } else {
      takeStubs(at);
      take(at, of, hash, event.previousHash());
      lookAtClock(event);
    }
  }

  /** Those before a place; one at the place of an event that is still there counts for nothing. */
  private void takeStubs(long before) {
    for (; nextStub < stubs.size() && stubs.get(nextStub).place() <= before; nextStub++) {
      RemovedEvent stub = stubs.get(nextStub);
      isInDoubt |= stub.place() < 1;
      if (stub.place() > place && stub.place() < before) {
        take(stub.place(), stub.epoch(), stub.hash(), stub.previous());
      }
    }
  }

  private void take(long at, long of, String hash, @Nullable String chainedTo) {
    if (of == epoch + 1) {
      previous = close();
      epoch = of;
    }
    isInDoubt |= at != place + 1 || of != epoch || !previous.equals(chainedTo);
    place = at;
    hashes.add(hash);
  }

  /** The hash of the epoch that ends here, which has to be the one that was anchored. */
  private String close() {
    String hash = ChainLinks.hash(hashes);
    hashes.clear();
    List<Anchor> anchored = anchors.remove(epoch);
    isInDoubt |= anchored != null && anchored.stream().anyMatch(one -> !one.head().equals(hash));
    return hash;
  }

  /** Of a later event of an attempt, too, whose time may be an earlier one: that is looked into. */
  private void lookAtClock(LedgerEvent event) {
    Instant at = event.loadedAt();
    if (at != null && Chain.isNew(event)) {
      isInDoubt |= latest != null && at.isBefore(latest);
      latest = at;
    }
  }

  /** What came of it; nothing if anything may be wrong. */
  Optional<Chain.Result> end() {
    takeStubs(Long.MAX_VALUE);
    String head = close();
    return isInDoubt || !anchors.isEmpty()
        ? Optional.empty()
        : Optional.of(new Chain.Result(events, unchained, epoch, place, head, List.of()));
  }
}
