package io.snowgauge.pipelines.stream;

import io.snowgauge.pipelines.monitoring.Health;
import java.time.Duration;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PDone;

/**
 * Shows the health of this process that the runner still moves elements, where files are rare. The
 * DirectRunner keeps some bytes of each bundle for ever, so it beats slowly.
 */
final class Pulse extends PTransform<PBegin, PDone> {
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  @Override
  public PDone expand(PBegin begin) {
    begin
        .apply(
            "At intervals",
            GenerateSequence.from(0)
                .withRate(1, org.joda.time.Duration.millis(INTERVAL.toMillis())))
        .apply("Move", ParDo.of(new MoveFn()));
    return PDone.in(begin.getPipeline());
  }

  private static final class MoveFn extends DoFn<Long, Void> {
    @ProcessElement
    public void move() {
      Health.ofThisProcess().move();
    }
  }
}
