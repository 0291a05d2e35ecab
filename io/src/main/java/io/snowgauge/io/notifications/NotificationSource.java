package io.snowgauge.io.notifications;

import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads notifications, unbounded: their payloads as they are, with the time at which the broker got
 * them as their timestamps. What was read is acknowledged once a checkpoint holds it, and may come
 * again. Connects to nothing when it is made, and holds no secrets, only references to them.
 */
public abstract class NotificationSource extends PTransform<PBegin, PCollection<byte[]>> {
  private static final long serialVersionUID = 1L;

  /**
   * Makes sure that there is something to read from, consuming nothing; a reader would only try
   * again and again. Takes some seconds at most.
   *
   * @param options of the pipeline that is to read
   * @return what was found, for people
   * @throws NotificationsUnreachableException if there is not, or if it cannot be reached
   */
  public abstract String reach(PipelineOptions options) throws NotificationsUnreachableException;
}
