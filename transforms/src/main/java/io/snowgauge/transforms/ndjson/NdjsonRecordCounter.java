package io.snowgauge.transforms.ndjson;

import io.snowgauge.transforms.record.RecordCounter;

/**
 * Counts the records of an NDJSON file as {@code docs/formats/csv-ndjson.md} says: the lines, ended
 * by LF only, that hold anything but spaces, tabs and CRs. What they hold does not matter. Memory
 * is constant. Not for use by several threads.
 */
final class NdjsonRecordCounter implements RecordCounter {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private int markLength;
  private boolean counted; // The current line.
  private long records;

  @Override
  public void update(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int i = offset;
    while (markLength < BYTE_ORDER_MARK.length && i < end) {
      if (bytes[i] == BYTE_ORDER_MARK[markLength]) {
        markLength++;
        i++;
      } else {
        endMark();
      }
    }
    scan(bytes, i, end);
  }

  @Override
  public long finish() {
    if (markLength < BYTE_ORDER_MARK.length) {
      endMark();
    }
    return records;
  }

  /** The beginning of a byte-order mark that does not go on as one is content. */
  private void endMark() {
    int falseMark = markLength;
    markLength = BYTE_ORDER_MARK.length;
    scan(BYTE_ORDER_MARK, 0, falseMark);
  }

  private void scan(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      i = counted ? passLine(bytes, i, to) : passBlanks(bytes, i, to);
    }
  }

  private int passLine(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && bytes[i] != '\n') {
      i++;
    }
    counted = i == to;
    return i;
  }

  /** Also over the ends of blank lines, to the first byte of a record. */
  private int passBlanks(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && isBlank(bytes[i])) {
      i++;
    }
    if (i < to) {
      counted = true;
      records++;
    }
    return i;
  }

  private static boolean isBlank(byte b) {
    return b == '\n' || b == ' ' || b == '\t' || b == '\r';
  }
}
