package io.snowgauge.pipelines.commands;

import java.io.PrintWriter;

/**
 * Says what an interrupted run (Ctrl-C, SIGTERM) leaves behind, which is nothing to worry about.
 */
final class Interruption {
  private final Thread hook;

  private Interruption(Thread hook) {
    this.hook = hook;
  }

  /** Explains an interruption of a batch on {@code err} until it is {@link #over}. */
  static Interruption explainedOn(PrintWriter err) {
    return explainedOn(
        err,
        "interrupted; what was committed is complete, nothing else is visible; run again to go"
            + " on");
  }

  /** Explains an interruption in other words. */
  static Interruption explainedOn(PrintWriter err, String words) {
    Thread hook =
        new Thread(
            () -> {
              err.println();
              err.println("snowgauge: " + words);
              err.flush();
            });
    Runtime.getRuntime().addShutdownHook(hook);
    return new Interruption(hook);
  }

  /** Ends what could be interrupted. */
  void over() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyInterrupted) {
      // It has spoken.
    }
  }
}
