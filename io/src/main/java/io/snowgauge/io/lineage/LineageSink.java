package io.snowgauge.io.lineage;

import io.snowgauge.io.posting.UndeliveredException;
import io.snowgauge.io.warehouse.Finding;

/** Where events go. */
public interface LineageSink {
  /**
   * Delivers an event.
   *
   * @param event JSON, in one line
   * @throws UndeliveredException if it did not get through; the message has no secret
   */
  void deliver(String event) throws UndeliveredException;

  /** Whether events can be delivered, as far as can be seen without delivering one. */
  Finding look(String subject);
}
