package io.snowgauge.io.warehouse.verify;

/** What was counted of a dataset so far; {@link Outcome} says what each is. */
final class Tally {
  long versions;
  long rows;
  long proven;
  long archives;
  long sources;
  long gone;
  long differences;
  long uncompared;

  Outcome outcome(String dataset, long epoch) {
    return new Outcome(
        dataset, versions, rows, proven, archives, sources, gone, differences, uncompared, epoch);
  }
}
