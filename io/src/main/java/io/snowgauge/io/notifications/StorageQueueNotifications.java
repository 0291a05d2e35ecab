package io.snowgauge.io.notifications;

import io.snowgauge.io.secrets.Secret;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a queue of Azure Queue Storage, as Event Grid delivers events to them. A message
 * is deleted when a checkpoint that holds it is complete; what is not deleted within {@link
 * StorageQueueSource#VISIBLE_AGAIN} comes again.
 */
public final class StorageQueueNotifications extends NotificationSource {
  private static final long serialVersionUID = 1L;

  private final StorageQueue queue;

  private StorageQueueNotifications(StorageQueue queue) {
    this.queue = queue;
  }

  /**
   * A queue.
   *
   * @param url such as {@code https://ACCOUNT.queue.core.windows.net/QUEUE}
   * @param connectionString of its account, read for each client; null for the identity that
   *     Azure's default credential finds
   */
  public static StorageQueueNotifications queue(String url, @Nullable Secret connectionString) {
    return new StorageQueueNotifications(new StorageQueue(url, connectionString));
  }

  @Override
  public String reach(PipelineOptions options) throws NotificationsUnreachableException {
    return new StorageQueueCheck(queue).messages();
  }

  @Override
  public PCollection<byte[]> expand(PBegin input) {
    return input
        .apply("Read queue", Read.from(new StorageQueueSource(queue)))
        .setCoder(ByteArrayCoder.of());
  }
}
