package io.snowgauge.io.notifications;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.emulators.KafkaBroker;
import io.snowgauge.io.emulators.KafkaExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaExtension.class)
class KafkaNotificationsTest {
  private final KafkaBroker broker = KafkaExtension.broker();

  private KafkaNotifications topic(String topic) {
    return new Subscription.Topic(broker.bootstrapServers(), topic, "snowgauge", Map.of()).source();
  }

  /** The DirectRunner mostly completes a checkpoint when it reads on after it. */
  @Test
  void readsFromTheEarliestRecordAndCommitsWhatWasRead() throws Exception {
    broker.createTopic("committed", 1);
    broker.produce("committed", List.of("one", "two", "three"));
    try (Reading reading = Reading.of(topic("committed"))) {
      assertThat(reading.nextTexts(3), contains("one", "three", "two"));
      await()
          .atMost(30, TimeUnit.SECONDS)
          .until(
              () -> {
                broker.produce("committed", List.of("more"));
                return broker.committed("snowgauge", "committed") >= 3;
              });
    }
    broker.produce("committed", List.of("more"));
    try (Reading reading = Reading.of(topic("committed"))) {
      assertThat(reading.nextTexts(1), contains("more"));
    }
  }

  @Test
  void aPayloadHasTheTimeAtWhichTheBrokerGotIt() throws Exception {
    broker.createTopic("timestamps", 1);
    Instant before = Instant.now();
    broker.produce("timestamps", List.of("one"));
    Instant after = Instant.now();
    try (Reading reading = Reading.of(topic("timestamps"))) {
      Instant timestamp = reading.next(1).get(0).timestamp();
      assertThat(timestamp, is(greaterThanOrEqualTo(before)));
      assertThat(timestamp, is(lessThanOrEqualTo(after)));
    }
  }

  @Test
  void tombstonesAreCounted() throws Exception {
    broker.createTopic("tombstones", 1);
    broker.produce("tombstones", Arrays.asList("one", null, null, "two"));
    try (Reading reading = Reading.of(topic("tombstones"))) {
      assertThat(reading.nextTexts(2), contains("one", "two"));
      await().until(() -> tombstones(reading) == 2);
    }
  }

  @Test
  void anEventWhoseAttributesAreHeadersIsPutTogether() throws Exception {
    broker.createTopic("headers", 1);
    broker.produce(
        "headers", Map.of("ce_specversion", "1.0", "other", "x"), List.of("{\"api\":\"PutBlob\"}"));
    try (Reading reading = Reading.of(topic("headers"))) {
      assertThat(
          reading.nextTexts(1),
          contains("{\"specversion\":\"1.0\",\"data\":{\"api\":\"PutBlob\"}}"));
    }
  }

  private static long tombstones(Reading reading) {
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.named("snowgauge", "TOMBSTONES"))
            .build();
    long sum = 0;
    for (MetricResult<Long> each : reading.result().metrics().queryMetrics(filter).getCounters()) {
      sum += each.getAttempted();
    }
    return sum;
  }

  @Test
  void aPropertyThatIsGivenOverridesOurs() {
    KafkaTopic topic =
        new KafkaTopic(
            KafkaTopic.Kind.TOPIC,
            "broker:9092",
            "blobs",
            "snowgauge",
            new KafkaProperties(Map.of("auto.offset.reset", () -> "latest")).alone());
    assertThat(
        topic.client(Map.of("auto.offset.reset", "earliest", "group.id", "snowgauge")),
        is(
            Map.of(
                "auto.offset.reset", "latest",
                "group.id", "snowgauge",
                "bootstrap.servers", "broker:9092")));
  }

  @Test
  void aTopicThatIsThereIsReached() throws Exception {
    broker.createTopic("there", 3);
    assertThat(
        topic("there").reach(PipelineOptionsFactory.create()),
        is("the topic 'there' at " + broker.bootstrapServers() + " has 3 partitions"));
  }

  @Test
  void aTopicThatIsNotThereIsAnError() {
    assertThat(
        refusal(topic("nowhere")),
        is(
            "expected the topic 'nowhere' at "
                + broker.bootstrapServers()
                + " but found none of that name; create it, or correct notifications.topic"));
    assertThat(
        "asking does not create it", refusal(topic("nowhere")), is(refusal(topic("nowhere"))));
  }

  @Test
  void aBrokerThatDoesNotAnswerIsAnError() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String server = "localhost:" + silent.getLocalPort();
      KafkaTopic topic =
          new KafkaTopic(
              KafkaTopic.Kind.TOPIC,
              server,
              "blobs",
              "snowgauge",
              new KafkaProperties(Map.of()).alone());
      assertThat(
          assertThrows(
                  NotificationsUnreachableException.class,
                  () -> new TopicCheck(topic, 2_000).partitions())
              .getMessage(),
          is(
              "expected the topic 'blobs' at "
                  + server
                  + " but nothing there answered within 2 seconds; make sure that the host, the"
                  + " port and the security protocol are right and that nothing between blocks"
                  + " them"));
    }
  }

  @Test
  void aHostThatDoesNotExistIsAnError() {
    KafkaNotifications source =
        new Subscription.Topic("no-such-host.invalid:9092", "blobs", "snowgauge", Map.of())
            .source();
    assertThat(
        refusal(source),
        is(
            "expected the topic 'blobs' at no-such-host.invalid:9092 but the properties are"
                + " refused: No resolvable bootstrap urls given in bootstrap.servers"));
  }

  @Test
  void whatIsNotThereIsNoOutageButWhatCannotBeReachedIs() {
    KafkaNotifications unknown =
        new Subscription.Topic("no-such-host.invalid:9092", "blobs", "snowgauge", Map.of())
            .source();
    assertThat(isOutage(unknown), is(true));
    assertThat(isOutage(topic("nowhere")), is(false));
  }

  private static boolean isOutage(KafkaNotifications source) {
    return assertThrows(
            NotificationsUnreachableException.class,
            () -> source.reach(PipelineOptionsFactory.create()))
        .isOutage();
  }

  private static String refusal(KafkaNotifications source) {
    return String.valueOf(
        assertThrows(
                NotificationsUnreachableException.class,
                () -> source.reach(PipelineOptionsFactory.create()))
            .getMessage());
  }
}
