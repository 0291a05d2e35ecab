package io.snowgauge.io.notifications;

import com.azure.core.http.okhttp.OkHttpAsyncHttpClientBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueClientBuilder;
import io.snowgauge.io.secrets.Secret;
import java.net.URI;
import java.time.Duration;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * A queue of Azure Queue Storage and how to reach it.
 *
 * @param url of the queue, without a signature
 * @param connectionString of its account, or null for the identity that Azure's default credential
 *     finds on the machine where a client is made
 */
record StorageQueueAccess(String url, @Nullable Secret connectionString) implements QueueAccess {
  static final Duration TRY = Duration.ofSeconds(10);

  /** Of each request of a reader. */
  private static final int TRIES = 4;

  private static final int TRIES_OF_CHECK = 2;

  private static final Duration FIRST_DELAY = Duration.ofMillis(500);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

  @Override
  public MessageQueue open(PipelineOptions options) {
    return new StorageQueue(client(TRIES));
  }

  @Override
  public String reach(PipelineOptions options) throws NotificationsUnreachableException {
    return new StorageQueueCheck(toString(), () -> client(TRIES_OF_CHECK)).messages();
  }

  @Override
  public boolean isOrdered() {
    return false;
  }

  /**
   * A client; it connects to nothing before it is used.
   *
   * @param tries of each request, of at most {@link #TRY} each
   * @throws IllegalArgumentException if the secret is no connection string, or not of this account;
   *     the message does not hold it
   */
  QueueClient client(int tries) {
    QueueClientBuilder builder =
        new QueueClientBuilder()
            .httpClient(new OkHttpAsyncHttpClientBuilder().build())
            .retryOptions(
                new RequestRetryOptions(
                    RetryPolicyType.EXPONENTIAL, tries, TRY, FIRST_DELAY, LONGEST_DELAY, null));
    if (connectionString == null) {
      return builder
          .endpoint(url)
          .credential(new DefaultAzureCredentialBuilder().build())
          .buildClient();
    }
    QueueClient client;
    try {
      client =
          builder.connectionString(connectionString.read().strip()).queueName(name()).buildClient();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "notifications.auth.connectionString: expected"
              + " 'DefaultEndpointsProtocol=…;AccountName=…;AccountKey=…' but found another text;"
              + " copy the connection string of the storage account");
    }
    if (!client.getQueueUrl().equals(url)) {
      throw new IllegalArgumentException(
          "notifications.auth.connectionString: expected the account of the queue "
              + url
              + " but found that of "
              + client.getQueueUrl());
    }
    return client;
  }

  private String name() {
    String path = URI.create(url).getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** For messages. */
  @Override
  public String toString() {
    return "the queue " + url;
  }
}
