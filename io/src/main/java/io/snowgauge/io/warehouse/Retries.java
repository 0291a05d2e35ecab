package io.snowgauge.io.warehouse;

import dev.failsafe.RetryPolicy;
import dev.failsafe.event.ExecutionScheduledEvent;
import dev.failsafe.function.CheckedSupplier;
import io.snowgauge.io.retries.Tries;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries again by a policy, and throws what failed last as it was thrown. */
public final class Retries {
  private static final int TRIES = 20;
  private static final int FEW_TRIES = 3;
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration WORTH_TELLING = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

  /** So that no bound is multiplied by another. */
  private static final ThreadLocal<Boolean> IS_TRYING = ThreadLocal.withInitial(() -> false);

  private Retries() {}

  /** Whether it is worth to try again after a failure. */
  public interface Condition {
    boolean isMet(SQLException failure);
  }

  /**
   * The one policy by which a piece of work in a warehouse is tried again. It bounds the whole:
   * whoever works inside does not try again by itself. At most {@value #TRIES} tries are made, the
   * last of which begins within an hour of the first failure; the waits between them grow from 100
   * milliseconds to 20 seconds.
   */
  public static <T> T again(Condition worthIt, CheckedSupplier<T> attempt) throws SQLException {
    if (IS_TRYING.get()) {
      throw new IllegalStateException("whoever works inside does not try again by itself");
    }
    IS_TRYING.set(true);
    try {
      return get(policy(worthIt, System::nanoTime), attempt);
    } finally {
      IS_TRYING.remove();
    }
  }

  /**
   * For a piece of that work of which nobody knows whether it can ever succeed: at most {@value
   * #FEW_TRIES} tries. What has failed in all of them is not worth trying again outside either.
   */
  public static <T> T fewTimes(Condition worthIt, CheckedSupplier<T> attempt) throws SQLException {
    RetryPolicy<T> policy =
        RetryPolicy.<T>builder()
            .handleIf(e -> e instanceof SQLException cause && worthIt.isMet(cause))
            .withBackoff(Duration.ofMillis(250), Duration.ofSeconds(20), 4)
            .withJitter(0.5)
            .withMaxAttempts(FEW_TRIES)
            .build();
    return get(policy, attempt);
  }

  /** A policy for one piece of work, however long that takes while nothing fails. */
  static <T> RetryPolicy<T> policy(Condition worthIt, LongSupplier nanoTime) {
    Patience patience = new Patience(nanoTime);
    return RetryPolicy.<T>builder()
        .handleIf(
            e ->
                e instanceof SQLException cause
                    && worthIt.isMet(cause)
                    && patience.isLeftAfterFailure())
        .withBackoff(Duration.ofMillis(100), Duration.ofSeconds(20))
        .withJitter(0.5)
        .withMaxAttempts(TRIES)
        .onRetryScheduled(Retries::tell)
        .build();
  }

  /** Who waits for long is told why; short waits for a lock are nobody's concern. */
  private static void tell(ExecutionScheduledEvent<?> next) {
    if (next.getDelay().compareTo(WORTH_TELLING) >= 0
        && next.getLastException() instanceof SQLException failure) {
      LOG.warn(
          "the warehouse refused (error {}, SQLSTATE {}); the next try is in {} s",
          failure.getErrorCode(),
          failure.getSQLState(),
          next.getDelay().toSeconds());
    }
  }

  /** How long one goes on after the first failure. */
  private static final class Patience {
    private final LongSupplier nanoTime;
    private @Nullable Long firstFailure;

    Patience(LongSupplier nanoTime) {
      this.nanoTime = nanoTime;
    }

    boolean isLeftAfterFailure() {
      long now = nanoTime.getAsLong();
      if (firstFailure == null) {
        firstFailure = now;
      }
      return now - firstFailure < LONGEST.toNanos();
    }
  }

  /** The result of the first try that succeeds. */
  public static <T> T get(RetryPolicy<T> policy, CheckedSupplier<T> attempt) throws SQLException {
    try {
      return Tries.get(policy, attempt);
    } catch (SQLException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
