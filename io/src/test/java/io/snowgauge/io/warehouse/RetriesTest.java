package io.snowgauge.io.warehouse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RetriesTest {
  private int tries;

  private String succeedAt(int last) throws SQLException {
    tries++;
    if (tries < last) {
      throw new SQLException("not yet", "57014", 625);
    }
    return "done";
  }

  @Test
  void triesAgainWhatIsWorthIt() throws Exception {
    assertThat(Retries.again(e -> e.getErrorCode() == 625, () -> succeedAt(3)), is("done"));
    assertThat(tries, is(3));
  }

  @Test
  void throwsWhatIsNotWorthItAtOnce() {
    SQLException thrown =
        assertThrows(
            SQLException.class,
            () -> Retries.again(e -> e.getErrorCode() == 1, () -> succeedAt(3)));
    assertThat(thrown.getErrorCode(), is(625));
    assertThat(tries, is(1));
  }

  /** Work that takes long before anything fails is tried again, too. */
  @Test
  void theHourBeginsWithTheFirstFailure() {
    AtomicLong minutes = new AtomicLong(90);
    RetryPolicy<String> policy =
        Retries.policy(e -> true, () -> TimeUnit.MINUTES.toNanos(minutes.get()));
    SQLException thrown =
        assertThrows(
            SQLException.class,
            () ->
                Retries.get(
                    policy,
                    () -> {
                      tries++;
                      minutes.addAndGet(25);
                      throw new SQLException("at " + minutes, "57014", 625);
                    }));
    assertThat(thrown.getMessage(), is("at 190"));
    assertThat(tries, is(4));
  }

  /** The bound that docs/snowflake.md states. */
  @Test
  void boundsTheWhole() {
    RetryPolicyConfig<Object> policy = Retries.policy(e -> true, System::nanoTime).getConfig();
    assertThat(policy.getMaxAttempts(), is(20));
    assertThat(policy.getMaxDelay(), is(Duration.ofSeconds(20)));
    assertThrows(
        IllegalStateException.class,
        () -> Retries.again(e -> true, () -> Retries.again(e -> true, () -> succeedAt(1))));
    assertThat(tries, is(0));
  }
}
