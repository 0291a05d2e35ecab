package io.snowgauge.io.notifications;

import java.io.Serializable;
import org.apache.beam.sdk.options.PipelineOptions;

/** A queue and how to reach it; holds references to secrets only. Its text names the queue. */
interface QueueAccess extends Serializable {
  /** The queue, for a reader; connects to nothing before it is used. */
  MessageQueue open(PipelineOptions options);

  /** Makes sure that the queue is there, as {@link NotificationSource#reach} does. */
  String reach(PipelineOptions options) throws NotificationsUnreachableException;

  /** Whether the queue keeps a group's next message back until the one before it is deleted. */
  boolean isOrdered();
}
