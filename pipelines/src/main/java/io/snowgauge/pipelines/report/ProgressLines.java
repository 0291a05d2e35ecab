package io.snowgauge.pipelines.report;

import io.snowgauge.pipelines.batch.Work;
import io.snowgauge.transforms.staging.StagingProgress.Reached;
import io.snowgauge.transforms.text.Amount;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Progress as lines of text, for logs: one every so often, none of what is over before. */
final class ProgressLines {
  /** A log of an hour has a page of them. */
  static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final double MEGABYTE = 1e6;

  private Work work;
  private final PrintWriter err;
  private final LongSupplier nanos;
  private final long began;
  private long last;

  /**
   * Of work that begins now.
   *
   * @param nanos a clock, as {@link System#nanoTime}
   */
  ProgressLines(Work work, PrintWriter err, LongSupplier nanos) {
    this.work = work;
    this.err = err;
    this.nanos = nanos;
    this.began = nanos.getAsLong();
    this.last = began;
  }

  /** There is more to do. */
  void add(Work more) {
    work = new Work(work.files() + more.files(), work.bytes() + more.bytes());
  }

  /** Prints how far it has come, if the last line was long enough ago. */
  void show(Reached reached) {
    long now = nanos.getAsLong();
    if (now - last >= INTERVAL.toNanos()) {
      last = now;
      err.println(text(reached, Duration.ofNanos(now - began)));
      err.flush();
    }
  }

  private String text(Reached reached, Duration time) {
    String read =
        String.format(
            Locale.ROOT,
            "%,d of %s, %,.1f of %,.1f MB, %s",
            reached.files(),
            Amount.of(work.files(), "file"),
            reached.bytes() / MEGABYTE,
            work.bytes() / MEGABYTE,
            Amount.of(reached.records(), "row"));
    if (reached.files() >= work.files()) {
      return read + "; all is read, publishing";
    }
    double perSecond = reached.bytes() / (time.toNanos() / 1e9);
    String rate = String.format(Locale.ROOT, ", %,.1f MB/s", perSecond / MEGABYTE);
    long left = Math.max(0, work.bytes() - reached.bytes());
    return read + rate + (perSecond > 0 ? ", " + left(left / perSecond) : "");
  }

  private static String left(double seconds) {
    long whole = Math.round(seconds);
    return whole < 120
        ? whole + " s left"
        : whole < 7_200 ? whole / 60 + " min left" : whole / 3_600 + " h left";
  }
}
