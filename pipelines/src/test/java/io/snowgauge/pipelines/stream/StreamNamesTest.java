package io.snowgauge.pipelines.stream;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.snowgauge.io.notifications.Subscription;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.duckdb.DuckDbWarehouse;
import io.snowgauge.io.warehouse.publish.StreamPublisher;
import io.snowgauge.pipelines.config.Streaming;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import io.snowgauge.transforms.staging.ArchiveCompression;
import io.snowgauge.transforms.staging.StagingArea;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.util.construction.SplittableParDo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * The names of a stream's steps. A savepoint keeps the state of a step under its full name: a step
 * of another name begins without state, and Flink refuses what is left over.
 */
class StreamNamesTest {
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

  private static @Nullable Subscription subscription(String kind) {
    return switch (kind) {
      case "kafka" -> new Subscription.Topic("localhost:1", "t", "g", Map.of());
      case "event-hub" -> new Subscription.EventHub("n", "h", "g", null, Map.of());
      case "sqs" -> new Subscription.Queue("https://sqs.eu-west-1.amazonaws.com/1/q", null, null);
      default -> null;
    };
  }

  private static List<String> names(String source) {
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
                Duration.ofMinutes(10)),
            List.of(publisher("shares")));
    // As Flink's runner does.
    SplittableParDo.convertReadBasedSplittableDoFnsToPrimitiveReads(pipeline);
    List<String> names = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            names.add(node.getFullName());
          }
        });
    return names.stream().sorted().toList();
  }

  private static final List<String> OF_ALL =
      List.of(
          "Sweep/At intervals/Read(UnboundedCountingSource)",
          "Sweep/At once/Impulse",
          "Sweep/At once/MapElements/Map/ParMultiDo(Anonymous)",
          "Sweep/List/ParMultiDo(List)",
          "Sweep/When",
          "shares: Claimed/ParDo(Anonymous)/ParMultiDo(Anonymous)",
          "shares: Load, reconcile, publish/By time and bytes/ParDo(GroupIntoBatches)"
              + "/ParMultiDo(GroupIntoBatches)",
          "shares: Load, reconcile, publish/Count/ParMultiDo(Count)",
          "shares: Load, reconcile, publish/Of the dataset/AddKeys/Map/ParMultiDo(Anonymous)",
          "shares: Load, reconcile, publish/Publish/ParMultiDo(Publish)",
          "shares: New file versions/By shard of URIs/AddKeys/Map/ParMultiDo(Anonymous)",
          "shares: New file versions/Look/ParMultiDo(Look)",
          "shares: Stage files/Read, parse, count/ParMultiDo(Stage)");

  private static List<String> ofNotifications(String... ofTheSource) {
    return Stream.of(
            Stream.of(ofTheSource),
            OF_ALL.stream(),
            Stream.of(
                "All candidates",
                "Keep what cannot be read/Write/ParMultiDo(Write)",
                "Understand/Parse and claim"))
        .flatMap(names -> names)
        .sorted()
        .toList();
  }

  static Stream<Arguments> sources() {
    return Stream.of(
        arguments("listing", OF_ALL),
        arguments(
            "kafka",
            ofNotifications(
                "Read notifications/Read topic/KafkaIO.Read.ReadFromKafkaViaUnbounded"
                    + "/Read(KafkaUnboundedSource)",
                "Read notifications/Take values/ParMultiDo(TakeValue)")),
        arguments(
            "event-hub",
            ofNotifications(
                "Read notifications/Read event hub/KafkaIO.Read.ReadFromKafkaViaUnbounded"
                    + "/Read(KafkaUnboundedSource)",
                "Read notifications/Take values/ParMultiDo(TakeValue)")),
        arguments(
            "sqs",
            ofNotifications(
                "Read notifications/Read queue/Read(SqsUnboundedSource)",
                "Read notifications/Take bodies/ParMultiDo(TakeBody)")));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void stayAsASavepointHasThem(String source, List<String> expected) {
    assertThat(names(source), is(expected));
  }
}
