package io.snowgauge.io.notifications;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.io.aws2.common.ClientConfiguration;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.io.aws2.sqs.SqsIO;
import org.apache.beam.sdk.io.aws2.sqs.SqsMessage;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;

/**
 * The bodies of the messages of an Amazon SQS queue. A message is deleted when a checkpoint that
 * holds it is complete; SqsIO gives up those that are in flight for 2 minutes, and they come again.
 * Credentials are those of the pipeline's options, by default what AWS' chain of providers finds.
 */
public final class SqsNotifications extends NotificationSource {
  private static final long serialVersionUID = 1L;

  private static final Pattern REGION =
      Pattern.compile(
          "https?://(?:sqs\\.)?([a-z]{2}(?:-[a-z]+)+-[0-9]+)[.](?:queue[.])?amazonaws[.].*");

  private final String queueUrl;
  private final @Nullable String region;
  private final @Nullable String endpoint;

  SqsNotifications(String queueUrl, @Nullable String region, @Nullable String endpoint) {
    this.queueUrl = queueUrl;
    this.region = region;
    this.endpoint = endpoint;
  }

  /** The region that the URL of a queue names, or null. */
  static @Nullable String regionOf(String queueUrl) {
    Matcher matcher = REGION.matcher(queueUrl);
    return matcher.matches() ? matcher.group(1) : null;
  }

  @Override
  public String reach(PipelineOptions options) throws NotificationsUnreachableException {
    return new QueueCheck(queueUrl).messages(options.as(AwsOptions.class), client());
  }

  @Override
  public PCollection<byte[]> expand(PBegin input) {
    return input
        .apply("Read queue", SqsIO.read().withQueueUrl(queueUrl).withClientConfiguration(client()))
        .apply("Take bodies", ParDo.of(new TakeBody()))
        .setCoder(ByteArrayCoder.of());
  }

  private ClientConfiguration client() {
    ClientConfiguration.Builder client = ClientConfiguration.builder();
    if (region != null) {
      client.region(Region.of(region));
    }
    if (endpoint != null) {
      client.endpoint(URI.create(endpoint));
    }
    return client.build();
  }

  private static final class TakeBody extends DoFn<SqsMessage, byte[]> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element SqsMessage message, OutputReceiver<byte[]> bodies) {
      bodies.output(message.getBody().getBytes(UTF_8));
    }
  }
}
