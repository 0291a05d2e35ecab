package io.snowgauge.pipelines.extract;

import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;
import io.snowgauge.io.kubernetes.PodException;
import io.snowgauge.io.retries.Tries;
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
      return Tries.get(again, work);
    } catch (IOException | PodException | RuntimeException e) {
      throw e;
    } catch (InterruptedException | TimeoutException e) {
      throw PodException.lasting("interrupted");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
