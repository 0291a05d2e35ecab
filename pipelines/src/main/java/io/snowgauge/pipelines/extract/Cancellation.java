package io.snowgauge.pipelines.extract;

import io.snowgauge.io.kubernetes.PodException;
import java.util.ArrayList;
import java.util.List;

/** Ends an extraction early, so that it leaves nothing unfinished behind. */
public final class Cancellation {
  private final List<Runnable> hooks = new ArrayList<>();
  private boolean cancelled;

  /** Has everything end that goes on. */
  public synchronized void cancel() {
    cancelled = true;
    hooks.forEach(Runnable::run);
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  synchronized void whenCancelled(Runnable hook) {
    hooks.add(hook);
    if (cancelled) {
      hook.run();
    }
  }

  void check() throws PodException {
    if (isCancelled()) {
      throw PodException.lasting("interrupted; extract again to go on");
    }
  }
}
