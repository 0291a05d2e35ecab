package io.snowgauge.pipelines.batch;

/** A run that somebody ended before it was done: by Ctrl-C, or as platforms do. */
public final class InterruptedRunException extends RuntimeException {
  /** What the audit says of it. */
  public InterruptedRunException() {
    super("interrupted (Ctrl-C or SIGTERM) before it was done");
  }
}
