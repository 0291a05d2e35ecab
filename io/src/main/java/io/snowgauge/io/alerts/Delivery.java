package io.snowgauge.io.alerts;

import io.snowgauge.io.posting.Posting;
import io.snowgauge.io.posting.UndeliveredException;
import java.time.Duration;

/** Posts alerts; the address is a secret of whoever gave it. */
public final class Delivery {
  private final Posting posting;

  /** Waits for 10 seconds for an answer, and a second or more between tries. */
  public Delivery() {
    this.posting = new Posting();
  }

  /**
   * Waits otherwise.
   *
   * @param timeout for a whole answer
   * @param pause before the second try; the third comes after four of them
   */
  Delivery(Duration timeout, Duration pause) {
    this.posting = new Posting(timeout, pause);
  }

  /**
   * Delivers an alert.
   *
   * @throws UndeliveredException if it did not get through
   */
  public void deliver(Channel channel, Alert alert) throws UndeliveredException {
    posting.post(() -> channel.message(alert));
  }

  /**
   * Requires that what is sent can be made; nothing is sent.
   *
   * @throws UndeliveredException if an address or a secret cannot be read
   */
  public static void requireReadable(Channel channel, Alert alert) throws UndeliveredException {
    Posting.requireReadable(() -> channel.message(alert));
  }
}
