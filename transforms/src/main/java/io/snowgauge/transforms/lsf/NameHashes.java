package io.snowgauge.transforms.lsf;

/**
 * The hashes of the distinct names of one line, in an open-addressing table. Each slot has a stamp,
 * and is in use only if that is the current line's, so that {@link #clear} need not touch the
 * slots. Stamps are even; one more says that the name has a share.
 */
final class NameHashes {
  private static final int INITIAL_CAPACITY = 256;
  private static final int LASTING_CAPACITY = 1 << 16;
  private static final int SHARE_FLAG = 1;

  private int size;
  private long[] hashes = new long[INITIAL_CAPACITY];
  private int[] stamps = new int[INITIAL_CAPACITY];
  private int lineStamp = 2;

  void clear() {
    size = 0;
    lineStamp += 2;
    boolean stampsUsedUp = lineStamp < 0;
    // In the large table of one huge line, each name of later lines would be a cache miss.
    if (stampsUsedUp || hashes.length > LASTING_CAPACITY) {
      hashes = new long[INITIAL_CAPACITY];
      stamps = new int[INITIAL_CAPACITY];
      lineStamp = 2;
    }
  }

  int size() {
    return size;
  }

  private void grow() {
    long[] oldHashes = hashes;
    int[] oldStamps = stamps;
    hashes = new long[oldHashes.length * 2];
    stamps = new int[oldHashes.length * 2];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldStamps[i] >= lineStamp) {
        int slot = slotOf(oldHashes[i]);
        hashes[slot] = oldHashes[i];
        stamps[slot] = oldStamps[i];
      }
    }
  }

  void add(long hash) {
    put(hash);
  }

  /** False if the name has a share already. */
  boolean addWithShare(long hash) {
    int slot = put(hash);
    boolean first = (stamps[slot] & SHARE_FLAG) == 0;
    stamps[slot] |= SHARE_FLAG;
    return first;
  }

  /** The slot where the name is now. */
  private int put(long hash) {
    if (size == hashes.length / 2) {
      grow();
    }
    int slot = slotOf(hash);
    if (stamps[slot] < lineStamp) {
      stamps[slot] = lineStamp;
      hashes[slot] = hash;
      size++;
    }
    return slot;
  }

  /** Where the name is, or the free slot where it belongs. */
  private int slotOf(long hash) {
    long mixed = (hash ^ hash >>> 32) * 0x9e3779b97f4a7c15L;
    int mask = hashes.length - 1;
    int slot = (int) (mixed >>> 32) & mask;
    while (stamps[slot] >= lineStamp && hashes[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
