package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.text.Excerpt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The branches of {@code #if} blocks: which one is being read, and which earlier ones can be in
 * force together with it. Branches are numbered in the order in which they begin; 0 is the text
 * outside any block, which encloses all others.
 */
final class Branches {
  /** An open block: its current branch, that branch's condition, and where the block started. */
  private record Block(int branch, String condition, boolean elseSeen, long line) {}

  private final Deque<Block> open = new ArrayDeque<>();

  /** The branches that are being read: the current one and those that enclose it. */
  private final BitSet unclosed = new BitSet();

  private int count = 1;
  private byte @Nullable [] condition;

  /** Opens a block at {@code #if}. */
  void startIf(String condition, long line) {
    open.push(new Block(newBranch(), condition, false, line));
    innermostChanged();
  }

  /** Starts the next branch of the innermost block; false where none may follow. */
  boolean startNext(String condition, boolean isElse) {
    Block block = open.peek();
    if (block == null || block.elseSeen()) {
      return false;
    }
    unclosed.clear(open.pop().branch());
    open.push(new Block(newBranch(), condition, isElse, block.line()));
    innermostChanged();
    return true;
  }

  /** Closes the innermost block; false if there is none. */
  boolean end() {
    Block ended = open.poll();
    if (ended == null) {
      return false;
    }
    unclosed.clear(ended.branch());
    innermostChanged();
    return true;
  }

  private void innermostChanged() {
    Block block = open.peek();
    condition =
        block == null
            ? null
            : Excerpt.printable(block.condition()).getBytes(StandardCharsets.UTF_8);
  }

  private int newBranch() {
    unclosed.set(count);
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

  /**
   * Whether a branch is, lies inside, or encloses the current one: then the text of both can be in
   * force at once. A branch that began after the current one lies inside it; one that began before
   * encloses it if it has not ended.
   */
  boolean overlapsCurrent(int earlier) {
    return earlier == 0 || earlier >= current() || unclosed.get(earlier);
  }
}
