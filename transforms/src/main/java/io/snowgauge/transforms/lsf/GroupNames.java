package io.snowgauge.transforms.lsf;

import java.util.Arrays;

/**
 * The names of the groups accepted so far, each with the last branch that it was accepted in. A
 * parser keeps nothing else for the length of a file. A name takes its bytes and about 24 more.
 */
final class GroupNames {
  private final Branches branches;
  private byte[] arena = new byte[1 << 12];
  private int[] offsets = new int[1 << 8];
  private int[] branchOf = new int[1 << 8];
  private int[] slots = new int[1 << 9];
  private int size;

  GroupNames(Branches branches) {
    this.branches = branches;
  }

  /**
   * Adds a name in the branch being read.
   *
   * <p>It is enough to know the last branch of each name. An earlier one that overlaps the current
   * branch would have overlapped the last one, too, and the name would have been refused there.
   *
   * @return false, changing nothing, if the name was accepted in a branch that overlaps
   */
  boolean add(byte[] bytes, int start, int end) {
    int mask = slots.length - 1;
    int slot = hash(bytes, start, end) & mask;
    while (slots[slot] != 0) {
      int index = slots[slot] - 1;
      if (Arrays.equals(bytes, start, end, arena, offsets[index], offsets[index + 1])) {
        if (branches.overlapsCurrent(branchOf[index])) {
          return false;
        }
        branchOf[index] = branches.current();
        return true;
      }
      slot = (slot + 1) & mask;
    }
    append(bytes, start, end);
    slots[slot] = size;
    if (size * 2 > slots.length) {
      rehash();
    }
    return true;
  }

  /** Whether a name was accepted, in whichever branch. */
  boolean contains(byte[] bytes, int start, int end) {
    int mask = slots.length - 1;
    int slot = hash(bytes, start, end) & mask;
    while (slots[slot] != 0) {
      int index = slots[slot] - 1;
      if (Arrays.equals(bytes, start, end, arena, offsets[index], offsets[index + 1])) {
        return true;
      }
      slot = (slot + 1) & mask;
    }
    return false;
  }

  private void append(byte[] bytes, int start, int end) {
    int length = end - start;
    if (size + 2 > offsets.length) {
      offsets = Arrays.copyOf(offsets, offsets.length * 2);
      branchOf = Arrays.copyOf(branchOf, branchOf.length * 2);
    }
    int offset = offsets[size];
    if (offset + length > arena.length) {
      arena = Arrays.copyOf(arena, Math.max(arena.length * 2, offset + length));
    }
    System.arraycopy(bytes, start, arena, offset, length);
    branchOf[size] = branches.current();
    offsets[size + 1] = offset + length;
    size++;
  }

  private void rehash() {
    int[] larger = new int[slots.length * 2];
    int mask = larger.length - 1;
    for (int index = 0; index < size; index++) {
      int slot = hash(arena, offsets[index], offsets[index + 1]) & mask;
      while (larger[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      larger[slot] = index + 1;
    }
    slots = larger;
  }

  private static int hash(byte[] bytes, int start, int end) {
    int hash = 1;
    for (int i = start; i < end; i++) {
      hash = HashSeed.FACTOR * hash + bytes[i];
    }
    hash *= 0x9e3779b9;
    return hash ^ (hash >>> 15);
  }
}
