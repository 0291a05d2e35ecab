package io.snowgauge.io.warehouse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.failsafe.RetryPolicyConfig;
import java.sql.SQLException;
import java.time.Duration;
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

  /** The bound that docs/snowflake.md states. */
  @Test
  void boundsTheWhole() {
    RetryPolicyConfig<Object> policy = Retries.policy(e -> true).getConfig();
    assertThat(policy.getMaxAttempts(), is(20));
    assertThat(policy.getMaxDuration(), is(Duration.ofHours(1)));
    assertThat(policy.getMaxDelay(), is(Duration.ofSeconds(20)));
    assertThrows(
        IllegalStateException.class,
        () -> Retries.again(e -> true, () -> Retries.again(e -> true, () -> succeedAt(1))));
    assertThat(tries, is(0));
  }
}
