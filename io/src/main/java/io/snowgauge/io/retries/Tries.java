package io.snowgauge.io.retries;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;

/** Does a piece of work until it succeeds or its policy gives up. */
public final class Tries {
  private Tries() {}

  /**
   * The result of the first try that succeeds.
   *
   * @throws Exception what the last try threw, as it was thrown, or an {@link InterruptedException}
   *     while waiting for the next one
   */
  public static <R, T extends R> T get(RetryPolicy<R> policy, CheckedSupplier<T> work)
      throws Exception {
    try {
      return Failsafe.with(policy).get(work);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }
}
