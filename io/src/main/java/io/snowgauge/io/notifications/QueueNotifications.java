package io.snowgauge.io.notifications;

import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** The messages of a queue; {@link QueueReader} says when they are deleted. */
public final class QueueNotifications extends NotificationSource {
  private static final long serialVersionUID = 1L;

  private final QueueAccess queue;

  QueueNotifications(QueueAccess queue) {
    this.queue = queue;
  }

  @Override
  public String reach(PipelineOptions options) throws NotificationsUnreachableException {
    return queue.reach(options);
  }

  @Override
  public PCollection<byte[]> expand(PBegin input) {
    return input
        .apply("Read queue", Read.from(new QueueSource(QueueReading.of(queue))))
        .setCoder(ByteArrayCoder.of());
  }
}
