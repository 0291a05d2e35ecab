package io.snowgauge.io.alerts;

import io.snowgauge.io.posting.Message;

/** Where alerts go. */
public sealed interface Channel permits Slack, Teams, PagerDuty, Webhook {
  /** Its name, as configured. */
  String name();

  /** Whether it keeps incidents open, so that it has to be told of the end of each. */
  boolean keepsIncidents();

  /**
   * What is posted of an alert.
   *
   * @throws RuntimeException if a secret cannot be read
   */
  Message message(Alert alert);
}
