package io.snowgauge.pipelines.monitoring;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Gauge;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.Test;

/** The text is as "Exposition formats" of Prometheus' documentation has it. */
class StreamMetricsTest {
  /** Counts what it is given. */
  static final class Counting extends DoFn<Long, Long> {
    private final Counter files = Metrics.counter("snowgauge", "FILES");
    private final Counter others = Metrics.counter("somebody else", "FILES");
    private final Gauge lag = Metrics.gauge("snowgauge", "LAG_P50_MILLIS");

    @ProcessElement
    public void count(@Element Long number, OutputReceiver<Long> out) {
      files.inc(number);
      others.inc(1000);
      lag.set(1500);
      out.output(number);
    }
  }

  @Test
  void nothingIsToldBeforeThereIsAGraph() {
    assertThat(new StreamMetrics().text(), is(""));
  }

  @Test
  void countersAreAddedUpByDataset() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(DirectRunner.class);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Some", Create.of(1L, 2L))
        .apply("sales: Stage", ParDo.of(new Counting()))
        .apply("sales: Stage again", ParDo.of(new Counting()))
        .apply("user \"x\": Stage", ParDo.of(new Counting()))
        .apply("Whatever", ParDo.of(new Counting()));
    PipelineResult run = pipeline.run();
    run.waitUntilFinish();
    StreamMetrics metrics = new StreamMetrics();
    metrics.follow(run.metrics());
    assertThat(
        metrics.text().replaceFirst("(?s)# TYPE snowgauge_lag.*", ""),
        is(
            """
            # TYPE snowgauge_files_total counter
            snowgauge_files_total 3
            snowgauge_files_total{dataset="sales"} 6
            snowgauge_files_total{dataset="user \\"x\\""} 3
            """));
    assertThat(
        metrics.text().lines().filter(line -> line.contains("lag")).toList(),
        is(
            List.of(
                "# TYPE snowgauge_lag_p50_seconds gauge",
                "snowgauge_lag_p50_seconds 1.5",
                "snowgauge_lag_p50_seconds{dataset=\"sales\"} 1.5",
                "snowgauge_lag_p50_seconds{dataset=\"user \\\"x\\\"\"} 1.5")));
  }
}
