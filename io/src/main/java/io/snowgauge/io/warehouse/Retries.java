package io.snowgauge.io.warehouse;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;
import java.sql.SQLException;

/** Tries again by a policy, and throws what failed last as it was thrown. */
public final class Retries {
  private Retries() {}

  /** The result of the first try that succeeds. */
  public static <T> T get(RetryPolicy<T> policy, CheckedSupplier<T> attempt) throws SQLException {
    return get(policy, attempt, SQLException.class);
  }

  /**
   * The result of the first try that succeeds.
   *
   * @param other what an attempt may throw beside an {@link SQLException}
   */
  public static <T, X extends Exception> T get(
      RetryPolicy<T> policy, CheckedSupplier<T> attempt, Class<X> other) throws SQLException, X {
    try {
      return Failsafe.with(policy).get(attempt);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      if (other.isInstance(e.getCause())) {
        throw other.cast(e.getCause());
      }
      throw e;
    }
  }
}
