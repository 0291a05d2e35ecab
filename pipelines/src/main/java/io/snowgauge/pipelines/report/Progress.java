package io.snowgauge.pipelines.report;

import io.snowgauge.pipelines.batch.InterruptedRunException;
import io.snowgauge.pipelines.batch.Work;
import io.snowgauge.pipelines.log.ProcessLog;
import io.snowgauge.transforms.staging.StagingProgress;
import io.snowgauge.transforms.staging.StagingProgress.Reached;
import io.snowgauge.transforms.text.Amount;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.apache.beam.sdk.PipelineResult;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Waits for graphs, or has them stop, and shows meanwhile how much this process has read for them:
 * files, bytes, rows, their rate and the time that is left.
 */
public final class Progress implements AutoCloseable {
  /** How it is shown. */
  public enum Display {
    /** One bar, on a terminal. */
    BAR,
    /** A line every some seconds, in a log. */
    LINES,
    /** Not at all. */
    NONE;

    /** What suits where standard error goes. */
    public static Display ofStandardError() {
      return Boolean.getBoolean(TERMINAL) && !ProcessLog.isJson() ? BAR : LINES;
    }
  }

  /** Set by the launcher when standard error is a terminal. */
  private static final String TERMINAL = "snowgauge.terminal";

  private static final Duration REFRESH = Duration.millis(200);

  /** A thread that stages reads its next chunk in much less. */
  private static final java.time.Duration LONGEST_CHUNK = java.time.Duration.ofSeconds(10);

  private final StagingProgress staging = StagingProgress.ofThisProcess();
  private final Set<PipelineResult> graphs = ConcurrentHashMap.newKeySet();
  private final Display display;
  private final PrintWriter err;
  private Reached before = staging.reached();
  private @Nullable ProgressBar bar;
  private @Nullable ProgressLines lines;
  private volatile boolean isCancelled;

  /**
   * Of graphs that have not begun.
   *
   * @param err where lines go
   */
  public Progress(Display display, PrintWriter err) {
    this.display = display;
    this.err = err;
  }

  /** Whether all that there is to do has to be known at once; finding it out has a price. */
  public boolean needsTotal() {
    return display == Display.BAR;
  }

  /**
   * Shows the progress through so much, until it is closed; of nothing there is no progress. Lines
   * are of all the work that has begun.
   */
  public synchronized void begin(Work work) {
    if (work.bytes() <= 0) {
      return;
    }
    if (lines != null) {
      lines.add(work);
      return;
    }
    before = staging.reached();
    if (display == Display.BAR) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("Reading")
              .setInitialMax(work.bytes())
              .setUnit(" MB", 1_000_000)
              .showSpeed()
              .setConsumer(new ConsoleProgressBarConsumer(System.err))
              .build();
    } else if (display == Display.LINES) {
      lines = new ProgressLines(work, err, System::nanoTime);
    }
  }

  /**
   * Waits until a graph has ended; graphs may be waited for by several threads.
   *
   * @throws InterruptedRunException if it was cancelled; then it reads nothing any more, and may
   *     still publish what it had begun to publish
   */
  public void await(PipelineResult graph) {
    graphs.add(graph);
    try {
      if (isCancelled) {
        cancel(graph);
      }
      PipelineResult.State state = awaitEnd(graph);
      if (isCancelled && state != PipelineResult.State.DONE) {
        throw interrupted();
      }
    } catch (InterruptedRunException e) {
      throw e;
    } catch (RuntimeException e) {
      throw isCancelled ? interrupted() : e;
    } finally {
      graphs.remove(graph);
    }
  }

  private PipelineResult.State awaitEnd(PipelineResult graph) {
    if (display == Display.NONE) {
      return graph.waitUntilFinish();
    }
    PipelineResult.State state = graph.waitUntilFinish(REFRESH);
    while (state == null) {
      step();
      state = graph.waitUntilFinish(REFRESH);
    }
    step();
    return state;
  }

  private InterruptedRunException interrupted() {
    try {
      staging.awaitEnd(LONGEST_CHUNK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new InterruptedRunException();
  }

  /** Has all graphs stop, also those that are still to come, and does not wait for it. */
  public void cancel() {
    isCancelled = true;
    staging.cancel();
    graphs.forEach(Progress::cancel);
  }

  private static void cancel(PipelineResult graph) {
    try {
      graph.cancel();
    } catch (IOException | RuntimeException e) {
      // It stops at its next chunk all the same.
    }
  }

  /**
   * Before a graph is built.
   *
   * @throws InterruptedRunException if none is wanted any more
   */
  public void requireNotCancelled() {
    if (isCancelled) {
      throw new InterruptedRunException();
    }
  }

  private synchronized void step() {
    Reached reached = staging.reached().since(before);
    if (lines != null) {
      lines.show(reached);
    }
    if (bar != null) {
      bar.stepTo(Math.min(reached.bytes(), bar.getMax()));
      bar.setExtraMessage(
          " " + Amount.of(reached.files(), "file") + ", " + Amount.of(reached.records(), "row"));
    }
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
