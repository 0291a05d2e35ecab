package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.record.RecordCounter;

/** Counts the records of a file, or of the files in an archive, each as if it stood alone. */
final class SourceCount {
  private final Format format;
  private RecordCounter counter;
  private long before;

  SourceCount(Format format) {
    this.format = format;
    this.counter = format.newCounter();
  }

  void update(byte[] bytes, int offset, int length) {
    counter.update(bytes, offset, length);
  }

  /** What follows is another file's. */
  void startNext() {
    before += counter.finish();
    counter = format.newCounter();
  }

  /** How many records there were in all; called once. */
  long finish() {
    return before + counter.finish();
  }
}
