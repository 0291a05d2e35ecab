package io.snowgauge.transforms.lsf;

import java.nio.charset.StandardCharsets;

/**
 * The distinct names of one group's line, each taken byte by byte and told apart from others by a
 * 64-bit hash that works as FNV-1a does. Memory grows with the names of one line.
 */
final class CountedNames {
  private static final long FACTOR = 0x100000001b3L;
  private static final long DASH = hash("-");
  private static final long DEFAULT = hash("default");
  private static final long OTHERS = hash("others");

  private final NameHashes hashes = new NameHashes();
  private long hash;
  private long kept;
  private boolean defaultHasEntry;
  private boolean othersHasEntry;

  /** Forgets the last line's names. */
  void clear() {
    hashes.clear();
    defaultHasEntry = false;
    othersHasEntry = false;
  }

  /** How many distinct names were added. */
  int size() {
    return hashes.size();
  }

  /** Starts a name with its first byte. */
  void start(byte b) {
    hash = (HashSeed.START ^ b) * FACTOR;
  }

  /** Takes more bytes of the name: to the first that is none of it, whose position it returns. */
  int pass(byte[] bytes, int from, int to) {
    long h = hash;
    int i = from;
    while (i < to && CountedByte.isInName(bytes[i])) {
      h = (h ^ bytes[i]) * FACTOR;
      i++;
    }
    hash = h;
    return i;
  }

  /** Whether the name is a single dash, which is no name. */
  boolean isDash() {
    return hash == DASH;
  }

  /** Adds the name. */
  void add() {
    hashes.add(hash);
  }

  /** Keeps the name until it is known whether its entry in USER_SHARES is a good one. */
  void keep() {
    kept = hash;
  }

  /**
   * Adds the name that was kept, with its entry.
   *
   * @return false, adding nothing, if it may have none: it has one, or is one of default and others
   *     while the other one has one
   */
  boolean addKeptEntry() {
    boolean conflicts = (kept == DEFAULT && othersHasEntry) || (kept == OTHERS && defaultHasEntry);
    if (conflicts || !hashes.addWithShare(kept)) {
      return false;
    }
    defaultHasEntry |= kept == DEFAULT;
    othersHasEntry |= kept == OTHERS;
    return true;
  }

  private static long hash(String name) {
    long h = HashSeed.START;
    for (byte b : name.getBytes(StandardCharsets.US_ASCII)) {
      h = (h ^ b) * FACTOR;
    }
    return h;
  }
}
