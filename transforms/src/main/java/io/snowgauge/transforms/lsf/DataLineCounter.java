package io.snowgauge.transforms.lsf;

import java.util.List;

/** Counts the records of one data line at a time, whose bytes it takes in pieces of any length. */
interface DataLineCounter {
  /** Sets the columns that the values of all lines are of from now on. */
  void setColumns(List<String> columns);

  /** Starts a line. */
  void start();

  /** Takes the next bytes of the line, {@code [from, to)}. */
  void take(byte[] bytes, int from, int to);

  /** How many records the line counts. A blank must have been taken to end its last value. */
  long records();
}
