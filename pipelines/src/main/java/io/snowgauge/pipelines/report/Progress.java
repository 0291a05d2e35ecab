package io.snowgauge.pipelines.report;

import io.snowgauge.transforms.staging.StageBundles;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.apache.beam.sdk.PipelineResult;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/** Waits for graphs; on a terminal, one bar shows how much this process has read for them. */
public final class Progress implements AutoCloseable {
  /** Set by the launcher when standard error is a terminal. */
  private static final String TERMINAL = "snowgauge.terminal";

  private static final Duration REFRESH = Duration.millis(200);

  private final long bytes;
  private final long before = StageBundles.bytesReadByThisProcess();
  private final @Nullable ProgressBar bar;

  /**
   * Shows the progress through so many bytes, until it is closed.
   *
   * @param bytes how much there is to read; of nothing there is no progress
   */
  public Progress(long bytes) {
    this.bytes = bytes;
    this.bar = isShown() && bytes > 0 ? newBar(bytes) : null;
  }

  private static ProgressBar newBar(long bytes) {
    return new ProgressBarBuilder()
        .setTaskName("Reading")
        .setInitialMax(bytes)
        .setUnit(" MB", 1_000_000)
        .setConsumer(new ConsoleProgressBarConsumer(System.err))
        .build();
  }

  /** Whether anybody sees it. */
  public static boolean isShown() {
    return Boolean.getBoolean(TERMINAL);
  }

  /** Waits until a graph has ended; graphs may be waited for by several threads. */
  public void await(PipelineResult graph) {
    if (bar == null) {
      graph.waitUntilFinish();
      return;
    }
    while (graph.waitUntilFinish(REFRESH) == null) {
      step();
    }
    step();
  }

  private void step() {
    if (bar != null) {
      bar.stepTo(Math.min(StageBundles.bytesReadByThisProcess() - before, bytes));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
