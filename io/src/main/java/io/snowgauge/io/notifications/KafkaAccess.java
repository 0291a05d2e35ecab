package io.snowgauge.io.notifications;

import java.io.Serializable;
import java.util.Map;

/** How the clients of Kafka prove who they are, and what else is set of them. */
interface KafkaAccess extends Serializable {
  /**
   * The properties of a client, read each time that one is made, on the machine where it is made:
   * they may hold secrets.
   */
  Map<String, Object> properties();
}
