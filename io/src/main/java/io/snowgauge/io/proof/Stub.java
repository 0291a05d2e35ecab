package io.snowgauge.io.proof;

import java.util.List;

/**
 * What retention leaves of events that it removes: enough to hold what is left of their chain
 * against its hashes.
 */
public record Stub(String dataset, List<Removed> removed) {
  /** Keeps a copy. */
  public Stub {
    removed = List.copyOf(removed);
  }

  /**
   * One event.
   *
   * @param hash as the event had it
   */
  public record Removed(long place, long epoch, String hash) {
    ChainEntry entry() {
      return new ChainEntry(
          place, epoch, hash, null, "event " + place + ", which retention has removed");
    }
  }
}
