package io.snowgauge.transforms.lsf;

import java.util.Arrays;

/**
 * The distinct names of one data line in order of first appearance, each with its share if it has
 * one; names and shares are slices of the line. Reused from line to line.
 */
final class LineNames {
  /** A table with more slots is not kept for the next line. */
  private static final int KEPT_SLOTS = 1 << 16;

  private byte[] bytes = new byte[0];
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int[] shareStarts = new int[64];
  private int[] shareEnds = new int[64];
  private int size;

  /** A hash table: 0 is an empty slot, any other value the index of a name plus one. */
  private int[] slots = new int[256];

  /** Forgets the last line's names; the next ones are slices of {@code line}. */
  void clear(byte[] line) {
    bytes = line;
    size = 0;
    if (slots.length > KEPT_SLOTS) {
      slots = new int[256];
      allocate(64);
    } else {
      Arrays.fill(slots, 0);
    }
  }

  private void allocate(int capacity) {
    starts = Arrays.copyOf(starts, capacity);
    ends = Arrays.copyOf(ends, capacity);
    shareStarts = Arrays.copyOf(shareStarts, capacity);
    shareEnds = Arrays.copyOf(shareEnds, capacity);
  }

  /** The index of a name, which is added if it is new. */
  int add(int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = HashSeed.FACTOR * hash + bytes[i];
    }
    hash *= 0x9e3779b9;
    int mask = slots.length - 1;
    int slot = (hash ^ (hash >>> 15)) & mask;
    while (slots[slot] != 0) {
      int index = slots[slot] - 1;
      if (isAt(index, start, end)) {
        return index;
      }
      slot = (slot + 1) & mask;
    }
    if (size == starts.length) {
      allocate(size * 2);
    }
    slots[slot] = size + 1;
    starts[size] = start;
    ends[size] = end;
    shareStarts[size] = -1;
    size++;
    if (size * 2 > slots.length) {
      rehash();
    }
    return size - 1;
  }

  private boolean isAt(int index, int start, int end) {
    int length = end - start;
    int other = starts[index];
    if (ends[index] - other != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[start + i] != bytes[other + i]) {
        return false;
      }
    }
    return true;
  }

  private void rehash() {
    slots = new int[slots.length * 2];
    int count = size;
    size = 0;
    for (int i = 0; i < count; i++) {
      int shareStart = shareStarts[i];
      add(starts[i], ends[i]);
      shareStarts[i] = shareStart;
    }
  }

  /** Gives a name its share; false, changing nothing, if it has one. */
  boolean share(int index, int start, int end) {
    if (shareStarts[index] >= 0) {
      return false;
    }
    shareStarts[index] = start;
    shareEnds[index] = end;
    return true;
  }

  int size() {
    return size;
  }

  int start(int index) {
    return starts[index];
  }

  int end(int index) {
    return ends[index];
  }

  /** Where a name's share starts, or -1 if it has none. */
  int shareStart(int index) {
    return shareStarts[index];
  }

  int shareEnd(int index) {
    return shareEnds[index];
  }
}
