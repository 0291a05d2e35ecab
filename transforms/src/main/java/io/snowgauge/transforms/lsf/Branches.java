package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The branches of {@code #if} blocks: which one is being read, and which earlier ones can be in
 * force together with it. Branches are numbered in the order in which they begin; 0 is the text
 * outside any block, which encloses all others.
 */
final class Branches {
  private static final String AND = " && ";

  /** Blanks are none: they stay as they are written. */
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029&&[^\\t\\x0B\\f]]");

  private static final String REPLACEMENT = "\ufffd";

  /** An open block, with the condition of its current branch and those of the earlier ones. */
  private static final class Block {
    final long line;
    final List<String> earlier = new ArrayList<>();

    /** Null behind {@code #else}. */
    @Nullable String condition;

    int branch;
    int length;

    Block(String condition, long line) {
      this.condition = condition;
      this.line = line;
      this.length = condition.length() + PARENTHESES;
    }

    /** Makes the current branch an earlier one; false behind {@code #else}. */
    boolean endBranch() {
      if (condition == null) {
        return false;
      }
      earlier.add(condition);
      condition = null;
      return true;
    }

    void addTo(List<String> parts) {
      earlier.forEach(ended -> parts.add("!(" + ended + ")"));
      if (condition != null) {
        parts.add("(" + condition + ")");
      }
    }
  }

  /** How much longer a condition is made by what is around it. */
  private static final int PARENTHESES = "!()".length() + AND.length();

  private final Deque<Block> open = new ArrayDeque<>();

  /** The branches that are being read: the current one and those that enclose it. */
  private final BitSet unclosed = new BitSet();

  private int count = 1;
  private long length;
  private byte @Nullable [] condition;

  /** Opens a block at {@code #if}. */
  void startIf(String text, long line) {
    open.push(new Block(text, line));
    length += open.element().length;
    startBranch(open.element());
  }

  /** Starts the next branch of the innermost block; false where none may follow. */
  boolean startElif(String text) {
    Block block = open.peek();
    if (block == null || !block.endBranch()) {
      return false;
    }
    block.condition = text;
    block.length += text.length() + PARENTHESES;
    length += text.length() + PARENTHESES;
    unclosed.clear(block.branch);
    startBranch(block);
    return true;
  }

  /** Starts the last branch of the innermost block; false where it may not follow. */
  boolean startElse() {
    Block block = open.peek();
    if (block == null || !block.endBranch()) {
      return false;
    }
    unclosed.clear(block.branch);
    startBranch(block);
    return true;
  }

  /** Closes the innermost block; false if there is none. */
  boolean end() {
    Block ended = open.poll();
    if (ended == null) {
      return false;
    }
    unclosed.clear(ended.branch);
    length -= ended.length;
    condition = null;
    return true;
  }

  private void startBranch(Block block) {
    block.branch = newBranch();
    condition = null;
  }

  private int newBranch() {
    unclosed.set(count);
    return count++;
  }

  /** The branch being read. */
  int current() {
    Block block = open.peek();
    return block == null ? 0 : block.branch;
  }

  /** How long the condition is, at most. */
  long conditionLength() {
    return length;
  }

  /** The whole condition of the branch being read, in UTF-8, or null outside any block. */
  byte @Nullable [] condition() {
    if (condition == null && !open.isEmpty()) {
      condition =
          CONTROL
              .matcher(wholeCondition())
              .replaceAll(REPLACEMENT)
              .getBytes(StandardCharsets.UTF_8);
    }
    return condition;
  }

  /** Makes the whole condition a column of a row. */
  void setCondition(Row row, int column) {
    byte[] whole = condition();
    if (whole == null) {
      row.setNull(column);
    } else {
      row.set(column, whole, 0, whole.length);
    }
  }

  /** All that must hold, from the outermost block on; one condition alone is as it is written. */
  private String wholeCondition() {
    Block outermost = open.getLast();
    if (open.size() == 1 && outermost.earlier.isEmpty() && outermost.condition != null) {
      return outermost.condition;
    }
    List<String> parts = new ArrayList<>();
    open.descendingIterator().forEachRemaining(block -> block.addTo(parts));
    return String.join(AND, parts);
  }

  /** The line of the innermost open block's {@code #if}, or 0 if none is open. */
  long openSince() {
    Block block = open.peek();
    return block == null ? 0 : block.line;
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
