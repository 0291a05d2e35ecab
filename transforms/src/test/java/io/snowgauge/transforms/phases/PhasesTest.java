package io.snowgauge.transforms.phases;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PhasesTest {
  private final AtomicLong nanos = new AtomicLong(5);
  private final Phases phases = new Phases(nanos::get);

  @Test
  void threadsThatAreInAPhaseAtOneTimeCountOnce() {
    phases.begin(Phase.STAGE);
    nanos.addAndGet(10);
    phases.begin(Phase.STAGE);
    nanos.addAndGet(20);
    phases.end(Phase.STAGE);
    nanos.addAndGet(30);
    phases.end(Phase.STAGE);
    assertThat(phases.taken(Phase.STAGE), is(Duration.ofNanos(60)));
  }

  @Test
  void timeBetweenAPhaseAndItsNextCountsForNone() {
    phases.begin(Phase.COUNT);
    nanos.addAndGet(1);
    phases.end(Phase.COUNT);
    nanos.addAndGet(100);
    phases.begin(Phase.COUNT);
    nanos.addAndGet(2);
    phases.end(Phase.COUNT);
    assertThat(phases.taken(Phase.COUNT), is(Duration.ofNanos(3)));
    assertThat(phases.taken(Phase.MOVE), is(Duration.ZERO));
  }
}
