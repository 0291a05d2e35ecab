package io.snowgauge.io.notifications;

import java.io.Serializable;
import java.time.Duration;

/**
 * How a queue is read.
 *
 * @param queue that is read
 * @param invisible so long after the death of its reader a message comes again; whole seconds
 * @param longestWaitOfAGroup for a checkpoint, before its next messages are asked for
 */
record QueueReading(QueueAccess queue, Duration invisible, Duration longestWaitOfAGroup)
    implements Serializable {
  private static final Duration INVISIBLE = Duration.ofMinutes(2);
  private static final Duration LONGEST_WAIT_OF_A_GROUP = Duration.ofSeconds(5);

  /** As the page on streams says. */
  static QueueReading of(QueueAccess queue) {
    return new QueueReading(queue, INVISIBLE, LONGEST_WAIT_OF_A_GROUP);
  }
}
