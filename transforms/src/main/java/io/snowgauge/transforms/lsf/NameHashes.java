package io.snowgauge.transforms.lsf;

/**
 * The distinct names of one line: an open-addressing table of hashes. A slot is in use if its stamp
 * is that of the line, so that the next line has an empty table at once. The lowest bit of a stamp
 * says whether the name has a share.
 */
final class NameHashes {
  private static final int INITIAL_CAPACITY = 256;
  private static final int LASTING_CAPACITY = 1 << 16;
  private static final int SHARE_FLAG = 1;

  int size;
  private long[] hashes = new long[INITIAL_CAPACITY];
  private int[] stamps = new int[INITIAL_CAPACITY];
  private int lineStamp = 2;

  void clear() {
    size = 0;
    lineStamp += 2;
    boolean stampsUsedUp = lineStamp < 0;
    // The table of one huge line would cost every later line a cache miss a name.
    if (stampsUsedUp || hashes.length > LASTING_CAPACITY) {
      hashes = new long[INITIAL_CAPACITY];
      stamps = new int[INITIAL_CAPACITY];
      lineStamp = 2;
    }
  }

  boolean isFull() {
    return size == hashes.length / 2;
  }

  void grow() {
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
    put(slotOf(hash), hash);
  }

  /** False if the name has a share already. */
  boolean addWithShare(long hash) {
    int slot = slotOf(hash);
    put(slot, hash);
    boolean first = (stamps[slot] & SHARE_FLAG) == 0;
    stamps[slot] |= SHARE_FLAG;
    return first;
  }

  private void put(int slot, long hash) {
    if (stamps[slot] < lineStamp) {
      stamps[slot] = lineStamp;
      hashes[slot] = hash;
      size++;
    }
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
