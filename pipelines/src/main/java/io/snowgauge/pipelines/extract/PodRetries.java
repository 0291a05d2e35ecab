package io.snowgauge.pipelines.extract;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;
import io.snowgauge.io.kubernetes.PodException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Tries again what may pass, with growing pauses, until it is cancelled. */
final class PodRetries {
  private final RetryPolicy<Object> again;

  PodRetries(int attempts, Cancellation cancellation) {
    this.again =
        RetryPolicy.builder()
            .handleIf(e -> !cancellation.isCancelled() && mayPass(e))
            .withBackoff(Duration.ofMillis(500), Duration.ofSeconds(30))
            .withJitter(0.25)
            .withMaxAttempts(attempts)
            .build();
  }

  private static boolean mayPass(Throwable e) {
    return e instanceof IOException || (e instanceof PodException pod && pod.isPassing());
  }

  <T> T retried(CheckedSupplier<T> work) throws IOException, PodException {
    try {
      return Failsafe.with(again).get(work);
    } catch (FailsafeException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException failure) {
        throw failure;
      }
      if (cause instanceof PodException failure) {
        throw failure;
      }
      if (cause instanceof InterruptedException || cause instanceof TimeoutException) {
        throw PodException.lasting("interrupted");
      }
      throw e;
    }
  }
}
