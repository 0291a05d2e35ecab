package io.snowgauge.pipelines.stream;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The names of a stream's steps. A savepoint keeps the state of a step under its full name: a step
 * of another name begins without state, and Flink refuses what is left over.
 */
class StreamNamesTest {
  private static List<String> names(String source) {
    List<String> names = new ArrayList<>();
    StreamGraph.of(source)
        .traverseTopologically(
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
        arguments("sqs", ofNotifications("Read notifications/Read queue")),
        arguments("azure-queue", ofNotifications("Read notifications/Read queue")));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void stayAsASavepointHasThem(String source, List<String> expected) {
    assertThat(names(source), is(expected));
  }
}
