package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.text.Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The branches of {@code #if} blocks: which one is being read, and which ones exclude each other.
 * Branch 0 is the text outside any block; it encloses all others.
 */
final class Branches {
  /** An open block: its current branch, that branch's condition, and where the block started. */
  private record Block(int branch, String condition, boolean elseSeen, long line) {}

  private final Deque<Block> open = new ArrayDeque<>();
  private int[] parents = new int[16];
  private int count = 1;
  private byte @Nullable [] condition;

  /** Opens a block at {@code #if}. */
  void startIf(String condition, long line) {
    open.push(new Block(newBranch(current()), condition, false, line));
    innermostChanged();
  }

  /** Starts the next branch of the innermost block; false where none may follow. */
  boolean startNext(String condition, boolean isElse) {
    Block block = open.peek();
    if (block == null || block.elseSeen()) {
      return false;
    }
    open.pop();
    open.push(new Block(newBranch(current()), condition, isElse, block.line()));
    innermostChanged();
    return true;
  }

  /** Closes the innermost block; false if there is none. */
  boolean end() {
    boolean ended = open.poll() != null;
    innermostChanged();
    return ended;
  }

  private void innermostChanged() {
    Block block = open.peek();
    condition =
        block == null ? null : Text.printable(block.condition()).getBytes(StandardCharsets.UTF_8);
  }

  private int newBranch(int parent) {
    if (count == parents.length) {
      parents = Arrays.copyOf(parents, count * 2);
    }
    parents[count] = parent;
    return count++;
  }

  /** The branch being read. */
  int current() {
    Block block = open.peek();
    return block == null ? 0 : block.branch();
  }

  /** The condition of the branch being read, in UTF-8, or null outside any block. */
  byte @Nullable [] condition() {
    return condition;
  }

  /** The line of the innermost open block's {@code #if}, or 0 if none is open. */
  long openSince() {
    Block block = open.peek();
    return block == null ? 0 : block.line();
  }

  /** Whether text in the two branches could be in force together: one encloses the other. */
  boolean overlap(int one, int other) {
    return encloses(one, other) || encloses(other, one);
  }

  private boolean encloses(int outer, int inner) {
    int branch = inner;
    while (branch > outer) {
      branch = parents[branch];
    }
    return branch == outer;
  }
}
