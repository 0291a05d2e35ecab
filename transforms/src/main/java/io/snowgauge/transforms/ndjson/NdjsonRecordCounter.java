package io.snowgauge.transforms.ndjson;

import io.snowgauge.transforms.record.MarkedTextCounter;

/**
 * Counts the records of an NDJSON file as {@code docs/formats/csv-ndjson.md} says: the lines, ended
 * by LF only, that hold anything but spaces, tabs and CRs. What they hold does not matter. Memory
 * is constant. Not for use by several threads.
 */
final class NdjsonRecordCounter extends MarkedTextCounter {
  private boolean counted; // The current line.
  private long records;

  NdjsonRecordCounter() {
    super(true);
  }

  @Override
  protected long count() {
    return records;
  }

  @Override
  protected void scan(byte[] bytes, int from, int to) {
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
