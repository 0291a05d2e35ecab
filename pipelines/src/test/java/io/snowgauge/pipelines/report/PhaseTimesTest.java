package io.snowgauge.pipelines.report;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.phases.Phase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PhaseTimesTest {
  private static List<String> shown(Map<Phase, Duration> taken, long bytes) {
    StringWriter err = new StringWriter();
    PhaseTimes.show(
        phase -> taken.getOrDefault(phase, Duration.ZERO),
        bytes,
        Duration.ofSeconds(13),
        new PrintWriter(err));
    return err.toString().lines().toList();
  }

  @Test
  void aLineForEachPhaseSaysSecondsAndMegabytesPerSecond() {
    Map<Phase, Duration> taken =
        Map.of(
            Phase.START, Duration.ofMillis(1_100),
            Phase.LIST, Duration.ofMillis(20),
            Phase.STAGE, Duration.ofMillis(5_000),
            Phase.COUNT, Duration.ofMillis(1_000),
            Phase.MOVE, Duration.ofMillis(4_000),
            Phase.COMMIT, Duration.ofMillis(125));
    assertThat(
        shown(taken, 187_000_000),
        contains(
            "phase start       1.10 s",
            "phase list        0.02 s",
            "phase stage       5.00 s       37.4 MB/s",
            "phase count       1.00 s      187.0 MB/s",
            "phase move        4.00 s       46.8 MB/s",
            "phase commit      0.13 s",
            "phase total      13.00 s       14.4 MB/s"));
  }

  @Test
  void whatNothingWasReadForHasNoRate() {
    assertThat(
        shown(Map.of(Phase.LIST, Duration.ofMillis(20)), 0),
        is(List.of("phase list        0.02 s", "phase total      13.00 s")));
  }
}
