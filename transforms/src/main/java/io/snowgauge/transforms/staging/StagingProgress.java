package io.snowgauge.transforms.staging;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How far staging has come, told by the threads that stage to whoever waits for them; and the way
 * to have them stop. A runner copies the steps of a graph, so they find the progress of their
 * process by {@link #ofThisProcess}.
 */
public final class StagingProgress {
  private static final StagingProgress OF_THIS_PROCESS = new StagingProgress();

  /**
   * What was staged.
   *
   * @param files that are done with, those among them that cannot be published
   * @param bytes that were read, as they are stored
   * @param records that were accepted
   */
  public record Reached(long files, long bytes, long records) {
    /** What was staged since an earlier look. */
    public Reached since(Reached earlier) {
      return new Reached(files - earlier.files, bytes - earlier.bytes, records - earlier.records);
    }
  }

  private final LongAdder files = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder records = new LongAdder();
  private final LongConsumer reader;
  private int bundles;
  private volatile boolean isCancelled;

  /** Nothing so far. */
  public StagingProgress() {
    this(bytes -> {});
  }

  /**
   * Nothing so far.
   *
   * @param reader is told of the bytes of each chunk as it is read
   */
  StagingProgress(LongConsumer reader) {
    this.reader = reader;
  }

  /** That of all graphs that are run in this process. */
  public static StagingProgress ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /** How far staging has come. */
  public Reached reached() {
    return new Reached(files.sum(), bytes.sum(), records.sum());
  }

  /** Has whoever reads a file fail at its next chunk; for a process that is about to end. */
  public void cancel() {
    isCancelled = true;
  }

  /** Waits until nothing is being staged; whether that is so. */
  public synchronized boolean awaitEnd(Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (bundles > 0) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Parts of a bundle may be written from now on. */
  synchronized void beginBundle() {
    bundles++;
  }

  /** No more parts of a bundle are written. */
  synchronized void endBundle() {
    bundles--;
    notifyAll();
  }

  /**
   * Follows one file.
   *
   * @param accepted how many records of it there are so far
   */
  OfFile file(LongSupplier accepted) {
    return new OfFile(accepted);
  }

  /** One file is done with, whatever came of it. */
  void endFile() {
    files.increment();
  }

  /** The progress through one file, of one thread. */
  final class OfFile {
    private final LongSupplier accepted;
    private long told;

    private OfFile(LongSupplier accepted) {
      this.accepted = accepted;
    }

    /**
     * So many bytes more were read.
     *
     * @throws CancellationException if nobody wants to have them
     */
    void read(long more) {
      if (isCancelled) {
        throw new CancellationException("staging was cancelled");
      }
      bytes.add(more);
      reader.accept(more);
      tellRecords();
    }

    /** Tells the records that were accepted so far. */
    void tellRecords() {
      long now = accepted.getAsLong();
      records.add(now - told);
      told = now;
    }
  }
}
