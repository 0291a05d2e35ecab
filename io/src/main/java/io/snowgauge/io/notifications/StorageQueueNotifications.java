package io.snowgauge.io.notifications;

import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * The messages of a queue of Azure Queue Storage, as Event Grid delivers events to them. A message
 * is deleted when a checkpoint that holds it is complete; what is not deleted within {@link
 * StorageQueueSource#VISIBLE_AGAIN} comes again.
 */
public final class StorageQueueNotifications extends NotificationSource {
  private static final long serialVersionUID = 1L;

  private final StorageQueueAccess queue;

  StorageQueueNotifications(StorageQueueAccess queue) {
    this.queue = queue;
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
