package io.snowgauge.io.notifications;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.joda.time.Instant;

/** A pipeline on the DirectRunner that reads a source until it is closed. */
final class Reading implements AutoCloseable {
  /** What was read, by reading: the runner works with copies of the DoFn. */
  private static final Map<String, BlockingQueue<Payload>> READ = new ConcurrentHashMap<>();

  /** A payload and its timestamp. */
  record Payload(String text, Instant timestamp) {}

  private final String id = UUID.randomUUID().toString();
  private final PipelineResult result;

  private Reading(NotificationSource source, PipelineOptions options) {
    READ.put(id, new LinkedBlockingQueue<>());
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply("Hear of files", source).apply("Keep", ParDo.of(new Keep(id)));
    result = pipeline.run();
  }

  static Reading of(NotificationSource source, String... arguments) {
    PipelineOptions options = PipelineOptionsFactory.fromArgs(arguments).create();
    options.as(DirectOptions.class).setBlockOnRun(false);
    options.as(DirectOptions.class).setTargetParallelism(1);
    return new Reading(source, options);
  }

  /** The next payloads, sorted by their text. */
  List<Payload> next(int count) throws InterruptedException {
    BlockingQueue<Payload> queue = Objects.requireNonNull(READ.get(id), "closed");
    List<Payload> payloads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Payload payload = queue.poll(30, TimeUnit.SECONDS);
      if (payload == null) {
        throw new AssertionError("expected " + count + " payloads but found " + payloads);
      }
      payloads.add(payload);
    }
    payloads.sort((one, other) -> one.text().compareTo(other.text()));
    return payloads;
  }

  /** Their texts. */
  List<String> nextTexts(int count) throws InterruptedException {
    return next(count).stream().map(Payload::text).toList();
  }

  PipelineResult result() {
    return result;
  }

  @Override
  public void close() throws IOException {
    result.cancel();
    READ.remove(id);
  }

  private static final class Keep extends DoFn<byte[], Void> {
    private static final long serialVersionUID = 1L;

    private final String reading;

    Keep(String reading) {
      this.reading = reading;
    }

    @ProcessElement
    public void process(@Element byte[] payload, @Timestamp Instant timestamp) {
      BlockingQueue<Payload> queue = READ.get(reading);
      if (queue != null) {
        queue.add(new Payload(new String(payload, UTF_8), timestamp));
      }
    }
  }
}
