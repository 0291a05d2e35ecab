package io.snowgauge.pipelines.launch;

import io.snowgauge.pipelines.log.ProcessLog;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Says what an interrupted run (Ctrl-C, SIGTERM) leaves behind, which is nothing to worry about.
 */
public final class Interruption {
  private static final int SECONDS_TO_END = 20;

  private final Thread hook;
  private final CountDownLatch over;

  private Interruption(Thread hook, CountDownLatch over) {
    this.hook = hook;
    this.over = over;
  }

  /**
   * Has an interruption end a batch of this process, and explains it on {@code err} once it is
   * {@link #over}, or until then where a cluster has it.
   *
   * @param end has the batch stop
   */
  public static Interruption ofBatch(PrintWriter err, BeamArguments beam, Runnable end) {
    return beam.nameACluster()
        ? explained(
            err, "interrupted; the cluster goes on, and 'audit --wait --run ID' waits for it")
        : awaited(
            err,
            "interrupted; what was committed is complete, nothing else is visible; run again to go"
                + " on",
            end);
  }

  /** Explains an interruption in other words. */
  public static Interruption explained(PrintWriter err, String words) {
    return of(err, words, () -> {}, new CountDownLatch(0));
  }

  /**
   * Has an interruption end what goes on, and waits for it to be {@link #over}, for a while, before
   * it lets the process end.
   */
  public static Interruption awaited(PrintWriter err, String words, Runnable end) {
    return of(err, words, end, new CountDownLatch(1));
  }

  private static Interruption of(PrintWriter err, String words, Runnable end, CountDownLatch over) {
    Thread hook =
        new Thread(
            () -> {
              end.run();
              try {
                over.await(SECONDS_TO_END, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              err.println();
              // Whoever reads the log is not to be woken for what was asked for.
              err.println((ProcessLog.isJson() ? "warning: " : "snowgauge: ") + words);
              err.flush();
            });
    Runtime.getRuntime().addShutdownHook(hook);
    return new Interruption(hook, over);
  }

  /** Ends what could be interrupted. */
  public void over() {
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyInterrupted) {
      // It has spoken.
    }
  }
}
