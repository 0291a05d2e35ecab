package io.snowgauge.pipelines.report;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.snowgauge.pipelines.batch.Work;
import io.snowgauge.transforms.staging.StagingProgress.Reached;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
  private final AtomicLong nanos = new AtomicLong(7);
  private final StringWriter err = new StringWriter();

  private ProgressLines lines(Work work) {
    return new ProgressLines(work, new PrintWriter(err), nanos::get);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private List<String> told() {
    return err.toString().lines().toList();
  }

  @Test
  void aLineEveryTenSecondsSaysFilesBytesRowsRateAndTimeLeft() {
    ProgressLines lines = lines(new Work(56, 187_000_000));
    lines.show(new Reached(0, 0, 0));
    pass(Duration.ofMillis(9_999));
    lines.show(new Reached(1, 1_000_000, 10));
    assertThat("nothing of what is over before", told(), is(List.of()));
    pass(Duration.ofMillis(1));
    lines.show(new Reached(12, 85_000_000, 600_000));
    pass(Duration.ofSeconds(5));
    lines.show(new Reached(13, 90_000_000, 700_000));
    pass(Duration.ofSeconds(5));
    lines.show(new Reached(55, 186_500_000, 1_234_567));
    assertThat(
        told(),
        contains(
            "12 of 56 files, 85.0 of 187.0 MB, 600,000 rows, 8.5 MB/s, 12 s left",
            "55 of 56 files, 186.5 of 187.0 MB, 1,234,567 rows, 9.3 MB/s, 0 s left"));
  }

  @Test
  void whatIsReadIsBeingPublished() {
    ProgressLines lines = lines(new Work(1, 2_000_000));
    pass(Duration.ofSeconds(30));
    lines.show(new Reached(1, 2_000_000, 1));
    assertThat(told(), contains("1 of 1 file, 2.0 of 2.0 MB, 1 row; all is read, publishing"));
  }

  @Test
  void aStandstillHasNoTimeLeft() {
    ProgressLines lines = lines(new Work(1, 1_500_000));
    pass(Duration.ofSeconds(10));
    lines.show(new Reached(0, 0, 0));
    assertThat(told(), contains("0 of 1 file, 0.0 of 1.5 MB, 0 rows, 0.0 MB/s"));
  }

  @Test
  void longTimesAreToldInMinutesAndHours() {
    ProgressLines lines = lines(new Work(10, 10_000_000_000L));
    pass(Duration.ofSeconds(10));
    lines.show(new Reached(0, 10_000_000, 5));
    pass(Duration.ofSeconds(10));
    lines.show(new Reached(0, 100_000_000, 50));
    assertThat(
        told(),
        contains(
            "0 of 10 files, 10.0 of 10,000.0 MB, 5 rows, 1.0 MB/s, 2 h left",
            "0 of 10 files, 100.0 of 10,000.0 MB, 50 rows, 5.0 MB/s, 33 min left"));
  }

  @Test
  void moreWorkCounts() {
    ProgressLines lines = lines(new Work(1, 1_000_000));
    lines.add(new Work(2, 3_000_000));
    pass(Duration.ofSeconds(10));
    lines.show(new Reached(1, 1_000_000, 5));
    assertThat(told(), contains("1 of 3 files, 1.0 of 4.0 MB, 5 rows, 0.1 MB/s, 30 s left"));
  }
}
