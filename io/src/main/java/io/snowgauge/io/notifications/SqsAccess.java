package io.snowgauge.io.notifications;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.aws2.common.ClientBuilderFactory;
import org.apache.beam.sdk.io.aws2.common.ClientConfiguration;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * A queue of Amazon SQS and how to reach it. Credentials are those of the pipeline's options, by
 * default what AWS' chain of providers finds.
 *
 * @param url of the queue
 * @param region of the queue; null for what the URL says, or else the pipeline's options
 * @param endpoint of the service; null for what the pipeline's options say, by default AWS' own
 */
record SqsAccess(String url, @Nullable String region, @Nullable String endpoint)
    implements QueueAccess {
  private static final Pattern REGION =
      Pattern.compile(
          "https?://(?:sqs\\.)?([a-z]{2}(?:-[a-z]+)+-[0-9]+)[.](?:queue[.])?amazonaws[.].*");

  /** The region that the URL of a queue names, or null. */
  static @Nullable String regionOf(String queueUrl) {
    Matcher matcher = REGION.matcher(queueUrl);
    return matcher.matches() ? matcher.group(1) : null;
  }

  @Override
  public MessageQueue open(PipelineOptions options) {
    return new SqsQueue(client(options), url, isOrdered());
  }

  @Override
  public String reach(PipelineOptions options) throws NotificationsUnreachableException {
    return new SqsCheck(url, () -> client(options)).messages();
  }

  private SqsClient client(PipelineOptions options) {
    ClientConfiguration.Builder client = ClientConfiguration.builder();
    String where = region == null ? regionOf(url) : region;
    if (where != null) {
      client.region(Region.of(where));
    }
    if (endpoint != null) {
      client.endpoint(URI.create(endpoint));
    }
    return ClientBuilderFactory.buildClient(
        options.as(AwsOptions.class), SqsClient.builder(), client.build());
  }

  /** The names of FIFO queues end so, and no others. */
  @Override
  public boolean isOrdered() {
    return url.endsWith(".fifo");
  }

  /** For messages. */
  @Override
  public String toString() {
    return "the queue " + url;
  }
}
