package io.snowgauge.pipelines.stream;

import io.snowgauge.io.notifications.Subscription;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.duckdb.DuckDbWarehouse;
import io.snowgauge.io.warehouse.publish.StreamPublisher;
import io.snowgauge.pipelines.config.Streaming;
import io.snowgauge.pipelines.config.types.DeferredText;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import io.snowgauge.transforms.staging.ArchiveCompression;
import io.snowgauge.transforms.staging.StagingArea;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.construction.SplittableParDo;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A stream of one dataset, as Flink's runner gets it, by what it hears of files from. */
final class StreamGraph {
  private static final String AZURE_QUEUE = "https://account.queue.core.windows.net/q";

  private StreamGraph() {}

  private static Dataset dataset(String name) {
    return new Dataset(
        name,
        InputPattern.parse("file:///data/" + name + "*"),
        new UserGroupFormat(UserGroupFormat.DEFAULT_MAX_LINE_BYTES),
        name,
        PublishMode.APPEND,
        List.of(),
        Tolerance.NONE);
  }

  private static StreamPublisher publisher(String name) {
    Warehouse warehouse =
        new DuckDbWarehouse("/nowhere/w.duckdb", "main", "SNOWGAUGE", Duration.ZERO);
    StagingArea area =
        new StagingArea(
            "file:///staging/", "file:///archive/", ArchiveCompression.NONE, 1, 1, false);
    return new StreamPublisher(warehouse, dataset(name), "live", area);
  }

  private static DeferredText secret(String name) {
    return new DeferredText("notifications.auth", "${env:" + name + "}", "/", true);
  }

  private static @Nullable Subscription subscription(String kind) {
    return switch (kind) {
      case "kafka" ->
          new Subscription.Topic(
              "localhost:1", "t", "g", Map.of("sasl.jaas.config", secret("JAAS")));
      case "event-hub" -> new Subscription.EventHub("n", "h", "g", secret("HUB"), Map.of());
      case "event-hub-by-identity" -> new Subscription.EventHub("n", "h", "g", null, Map.of());
      case "sqs" -> new Subscription.Queue("https://sqs.eu-west-1.amazonaws.com/1/q", null, null);
      case "azure-queue" -> new Subscription.StorageQueue(AZURE_QUEUE, secret("QUEUE"));
      case "azure-queue-by-identity" -> new Subscription.StorageQueue(AZURE_QUEUE, null);
      default -> null;
    };
  }

  /** Reads as Flink's runner does, by sources that keep what they have read. */
  static Pipeline of(String source) {
    AwsOptions options = PipelineOptionsFactory.as(AwsOptions.class);
    options.setAwsCredentialsProvider(
        StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")));
    Pipeline pipeline =
        StreamPipeline.of(
            options,
            new Streaming(
                true,
                subscription(source),
                new Streaming.Interval(Duration.ofMinutes(1), "1 minute"),
                new Streaming.Batch(Duration.ofSeconds(1), 1 << 20),
                "file:///dead-letters/",
                null,
                Duration.ofMinutes(10),
                new Streaming.Limits(Duration.ofHours(1), 0.5)),
            List.of(publisher("shares")));
    // As Flink's runner does.
    SplittableParDo.convertReadBasedSplittableDoFnsToPrimitiveReads(pipeline);
    return pipeline;
  }
}
