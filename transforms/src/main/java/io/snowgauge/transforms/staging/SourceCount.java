package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.record.Inclusions;
import io.snowgauge.transforms.record.RecordCounter;

/** Counts the records of a file, or of the files in an archive, each as if it stood alone. */
final class SourceCount {
  private final Format format;
  private final Inclusions inclusions;
  private RecordCounter counter;
  private long before;

  /** Counts what the files include, too. */
  SourceCount(Format format, Inclusions inclusions) {
    this.format = format;
    this.inclusions = inclusions;
    this.counter = format.newCounter(inclusions);
  }

  void update(byte[] bytes, int offset, int length) {
    counter.update(bytes, offset, length);
  }

  /** What follows is another file's. */
  void startNext() {
    before += counter.finish();
    counter = format.newCounter(inclusions);
  }

  /** How many records there were in all; called once. */
  long finish() {
    return before + counter.finish();
  }
}
