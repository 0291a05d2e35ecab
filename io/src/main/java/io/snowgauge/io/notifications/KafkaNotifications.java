package io.snowgauge.io.notifications;

import io.snowgauge.transforms.notifications.BinaryCloudEvent;
import io.snowgauge.transforms.staging.StageBundles;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.io.kafka.CustomTimestampPolicyWithLimitedDelay;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The values of a Kafka topic. Its group's offsets are committed when a checkpoint is complete; a
 * group that has none starts with the earliest record. Partitions are those of the moment at which
 * reading starts.
 */
public final class KafkaNotifications extends NotificationSource {
  private static final long serialVersionUID = 1L;

  private final KafkaTopic topic;

  KafkaNotifications(KafkaTopic topic) {
    this.topic = topic;
  }

  @Override
  public String reach(PipelineOptions options) throws NotificationsUnreachableException {
    return new TopicCheck(topic).partitions();
  }

  @Override
  public PCollection<byte[]> expand(PBegin input) {
    return input
        .apply("Read " + topic.kind().noun, read())
        .apply("Take values", ParDo.of(new TakeValue()))
        .setCoder(ByteArrayCoder.of());
  }

  private KafkaIO.Read<byte[], byte[]> read() {
    return KafkaIO.<byte[], byte[]>read()
        .withBootstrapServers(topic.bootstrapServers())
        .withTopic(topic.name())
        .withKeyDeserializer(ByteArrayDeserializer.class)
        .withValueDeserializer(ByteArrayDeserializer.class)
        .withConsumerConfigUpdates(
            Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                topic.consumerGroup(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false))
        .withConsumerFactoryFn(new Consumers(topic))
        .withTimestampPolicyFactory(
            (partition, watermark) ->
                new CustomTimestampPolicyWithLimitedDelay<>(
                    KafkaNotifications::arrival, Duration.ZERO, watermark))
        .commitOffsetsInFinalize();
  }

  /** When the broker got a record, or its producer made it; neither ever lies in the future. */
  private static Instant arrival(KafkaRecord<byte[], byte[]> kafkaRecord) {
    Instant now = Instant.now();
    Instant stated = Instant.ofEpochMilli(kafkaRecord.getTimestamp());
    return stated.getMillis() < 0 || stated.isAfter(now) ? now : stated;
  }

  /** Makes consumers where they are to run: the graph's own properties hold no secrets. */
  private record Consumers(KafkaTopic topic)
      implements SerializableFunction<Map<String, Object>, Consumer<byte[], byte[]>> {
    @Override
    public Consumer<byte[], byte[]> apply(Map<String, Object> properties) {
      return new KafkaConsumer<>(topic.client(properties));
    }
  }

  /** Drops keys, counts what has no value, and brings an event together with its headers. */
  private static final class TakeValue extends DoFn<KafkaRecord<byte[], byte[]>, byte[]> {
    private static final long serialVersionUID = 1L;

    private final Counter tombstones = Metrics.counter(StageBundles.METRICS, "TOMBSTONES");

    @ProcessElement
    public void process(
        @Element KafkaRecord<byte[], byte[]> kafkaRecord, OutputReceiver<byte[]> values) {
      byte @Nullable [] value = kafkaRecord.getKV().getValue();
      if (value == null) {
        tombstones.inc();
      } else {
        values.output(BinaryCloudEvent.structured(headers(kafkaRecord), value));
      }
    }

    /** Of two headers with one name the last counts, as for Kafka's own clients. */
    private static Map<String, byte @Nullable []> headers(KafkaRecord<byte[], byte[]> kafkaRecord) {
      Map<String, byte @Nullable []> headers = new LinkedHashMap<>();
      kafkaRecord.getHeaders().forEach(header -> headers.put(header.key(), header.value()));
      return headers;
    }
  }
}
