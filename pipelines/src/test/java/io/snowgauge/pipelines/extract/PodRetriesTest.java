package io.snowgauge.pipelines.extract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.kubernetes.PodException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PodRetriesTest {
  private final Cancellation cancellation = new Cancellation();
  private final List<Long> triesAt = new ArrayList<>();

  private String fails(Exception e) {
    PodRetries retries = new PodRetries(3, cancellation);
    Exception thrown =
        assertThrows(
            e.getClass(),
            () ->
                retries.retried(
                    () -> {
                      triesAt.add(System.nanoTime());
                      throw e;
                    }));
    return String.valueOf(thrown.getMessage());
  }

  /** Half a second and a second, each a quarter shorter at most. */
  @Test
  void whatMayPassIsTriedAgainAfterPausesThatGrow() {
    assertThat(fails(PodException.passing("gone")), is("gone"));
    assertThat(triesAt, hasSize(3));
    long first = TimeUnit.NANOSECONDS.toMillis(triesAt.get(1) - triesAt.get(0));
    long second = TimeUnit.NANOSECONDS.toMillis(triesAt.get(2) - triesAt.get(1));
    assertThat(first, greaterThanOrEqualTo(375L));
    assertThat(second, greaterThanOrEqualTo(750L));
  }

  @Test
  void whatLastsIsNotTriedAgain() {
    assertThat(fails(PodException.lasting("no right")), is("no right"));
    assertThat(triesAt, hasSize(1));
  }

  @Test
  void nothingIsTriedAgainOnceItIsCancelled() {
    cancellation.cancel();
    assertThat(fails(new IOException("broken")), is("broken"));
    assertThat(triesAt, hasSize(1));
  }
}
