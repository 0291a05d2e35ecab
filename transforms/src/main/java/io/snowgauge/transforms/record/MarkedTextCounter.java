package io.snowgauge.transforms.record;

/** Counts the records of text, in front of which a byte-order mark of UTF-8 is no content. */
public abstract class MarkedTextCounter implements RecordCounter {
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private int markLength;

  /**
   * A counter that has taken nothing.
   *
   * @param mayBeMarked whether the text can have a mark; otherwise its bytes are content
   */
  protected MarkedTextCounter(boolean mayBeMarked) {
    markLength = mayBeMarked ? 0 : MARK.length;
  }

  @Override
  public final void update(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int i = offset;
    while (markLength < MARK.length && i < end) {
      if (bytes[i] == MARK[markLength]) {
        markLength++;
        i++;
      } else {
        endMark();
      }
    }
    scan(bytes, i, end);
  }

  @Override
  public final long finish() {
    if (markLength < MARK.length) {
      endMark();
    }
    return count();
  }

  /** The beginning of a byte-order mark that does not go on as one is content. */
  private void endMark() {
    int falseMark = markLength;
    markLength = MARK.length;
    scan(MARK, 0, falseMark);
  }

  /** Takes the next bytes of the content, {@code [from, to)}. */
  protected abstract void scan(byte[] bytes, int from, int to);

  /** The count once all of the content was taken; called once. */
  protected abstract long count();
}
