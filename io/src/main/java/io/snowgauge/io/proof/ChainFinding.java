package io.snowgauge.io.proof;

/**
 * Something that is not as it was written.
 *
 * @param kind what it is
 * @param message which event, in a sentence
 */
public record ChainFinding(Kind kind, String message) {
  /** What was found. */
  public enum Kind {
    /** An event has other values than it was written with. */
    CHANGED,
    /** Events are missing. */
    REMOVED,
    /** An event is there that nobody wrote in its place. */
    INSERTED,
    /** An event stands at another event's place. */
    REORDERED,
    /** All hashes of an epoch are in order, but the next epoch was chained to others. */
    REWRITTEN,
    /** The end of the chain is missing, by an anchor. */
    CUT_OFF,
    /** An anchor has another head than the chain. */
    OTHER_THAN_ANCHORED,
    /** Anchors are kept, and there is none of a chain that has begun. */
    UNANCHORED,
    /** An anchor, or what retention left, is not what the key signed. */
    FORGED,
    /** Retention removed events without a key, though there is one: anybody may have. */
    UNSIGNED,
    /** There is no public key to check with what was signed. */
    UNCHECKED,
    /** A clock went back; nothing of the chain rests on clocks. */
    CLOCK;

    /** Whether it is only told, for it proves nothing against anybody. */
    public boolean isNotice() {
      return this == CLOCK || this == UNCHECKED;
    }
  }

  @Override
  public String toString() {
    return kind + ": " + message;
  }
}
