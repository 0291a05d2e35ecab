package io.snowgauge.io.proof;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.snowgauge.io.warehouse.control.LedgerChain;
import io.snowgauge.io.warehouse.control.LedgerEvent;
import io.snowgauge.io.warehouse.control.RemovedEvent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What is read of a chain to check it; what is found in one that somebody was at, LedgerChainTest
 * shows on the warehouses.
 */
class ChainTest {
  /** Three events from before the chain, and four epochs of three. */
  private static final int EPOCHS = 4;

  private final List<LedgerEvent> before = new ArrayList<>();
  private final List<LedgerEvent> placed = new ArrayList<>();
  private final List<String> heads = new ArrayList<>();
  private final List<RemovedEvent> stubs = new ArrayList<>();
  private int reads;

  ChainTest() {
    for (int n = 0; n < 3; n++) {
      before.add(hashed(Map.of("URI", "old" + n)));
    }
    before.sort(Comparator.comparing(event -> String.valueOf(event.eventHash())));
    heads.add(head(before));
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      List<LedgerEvent> events = new ArrayList<>();
      for (int n = 0; n < 3; n++) {
        String place = String.valueOf(3 * (epoch - 1) + n + 1);
        String time = "2025-06-06T12:%02d:00Z".formatted(epoch);
        events.add(
            hashed(
                Map.of(
                    "URI", text("new" + place),
                    "STAGE_ID", text("s" + place),
                    "STATUS", text("PUBLISHED"),
                    "LOADED_AT", time,
                    "EPOCH", String.valueOf(epoch),
                    "PLACE", place,
                    "PREVIOUS_HASH", text(heads.get(epoch - 1)))));
      }
      placed.addAll(events);
      heads.add(head(events));
    }
  }

  private static String text(String value) {
    return value.length() + ":" + value;
  }

  private static LedgerEvent hashed(Map<String, String> values) {
    LedgerEvent event = new LedgerEvent(new TreeMap<>(values));
    return event.with(Map.of("EVENT_HASH", text(event.hash())));
  }

  private static String head(List<LedgerEvent> events) {
    return ChainLinks.hash(
        events.stream().map(event -> String.valueOf(event.eventHash())).toList());
  }

  private static Anchor anchor(int epoch, String head) {
    return new Anchor("d", epoch, 3L * epoch, head, "2025-06-06T13:00:00Z", "an anchor");
  }

  private void remove(int place) {
    LedgerEvent event = placed.remove(place - 1);
    stubs.add(
        new RemovedEvent(
            "d",
            place,
            Long.parseLong(String.valueOf(event.values().get("EPOCH"))),
            String.valueOf(event.eventHash()),
            String.valueOf(event.previousHash())));
  }

  private List<String> found(Anchor... anchors) throws SQLException {
    reads = 0;
    ChainCheck.Events events =
        new ChainCheck.Events() {
          @Override
          public void each(LedgerChain.Visitor visitor) {
            reads++;
            before.forEach(event -> visitor.visit(event, false));
            placed.forEach(event -> visitor.visit(event, false));
          }

          @Override
          public List<RemovedEvent> stubs() {
            return stubs;
          }
        };
    return ChainCheck.check(events, List.of(anchors)).findings().stream()
        .map(ChainFinding::toString)
        .toList();
  }

  @Test
  void aChainThatHoldsIsReadOnce() throws Exception {
    Anchor[] anchors = new Anchor[EPOCHS + 1];
    for (int epoch = 0; epoch <= EPOCHS; epoch++) {
      anchors[epoch] = anchor(epoch, heads.get(epoch));
    }
    assertThat(found(anchors), is(empty()));
    assertThat(reads, is(1));
  }

  /**
   * The last event of all, a whole epoch, and the first: by what stayed of them nothing is missed.
   */
  @Test
  void whatRetentionRemovedFromAChainIsNoReasonToReadItAgain() throws Exception {
    for (int place : new int[] {12, 8, 6, 5, 4, 1}) {
      remove(place);
    }
    stubs.add(stubs.get(0));
    assertThat(found(anchor(4, heads.get(4)), anchor(2, heads.get(2))), is(empty()));
    assertThat(reads, is(1));
    stubs.remove(4);
    assertThat(found(), contains(startsWith("REMOVED: event 4 is missing between event 3 (")));
    assertThat(reads, is(2));
  }

  /** A stub of an event that is still there, as between two statements of another's retention. */
  @Test
  void anEventThatIsThereAndRemovedCountsOnce() throws Exception {
    LedgerEvent event = placed.get(4);
    remove(5);
    placed.add(4, event);
    assertThat(found(), is(empty()));
    assertThat(reads, is(1));
  }

  @Test
  void anAnchorThatSaysOtherwiseIsLookedInto() throws Exception {
    assertThat(
        found(anchor(2, heads.get(1)), anchor(4, heads.get(4))),
        contains(startsWith("OTHER_THAN_ANCHORED: epoch 2, up to event 6, is not what it was")));
    assertThat(
        found(anchor(5, heads.get(4))),
        contains(startsWith("CUT_OFF: the chain ends with event 12 (epoch 4), but")));
    assertThat(reads, is(2));
  }

  @Test
  void anEventFromBeforeTheChainThatIsMissingIsFound() throws Exception {
    before.remove(1);
    assertThat(found(), contains(startsWith("REWRITTEN: 2 events from before the chain is not")));
  }

  /** Nobody gave it to an event. */
  @Test
  void aPlaceBeforeTheFirstIsFound() throws Exception {
    stubs.add(new RemovedEvent("d", 0, 1, heads.get(0), heads.get(0)));
    assertThat(found(), contains(startsWith("INSERTED: the beginning and event 0, which ret")));
  }
}
