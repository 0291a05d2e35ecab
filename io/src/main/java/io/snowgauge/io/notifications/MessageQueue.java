package io.snowgauge.io.notifications;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.joda.time.Instant;

/**
 * A queue whose messages are invisible for a while when they were received, and come again unless
 * they are deleted. An {@link IOException} says in a line why the queue did not do what it was
 * asked for; that it did for some messages only is no exception.
 */
interface MessageQueue extends AutoCloseable {
  /** As many messages as one request may name. */
  int AT_ONCE = 10;

  /**
   * A message that was received.
   *
   * @param id which it keeps however often it is received
   * @param receipt with which it may be deleted
   * @param sent when the queue got it
   */
  record Received(String id, String receipt, String body, Instant sent) {}

  /**
   * Receives what is there, without waiting for it.
   *
   * @param atMost {@link #AT_ONCE} at most
   */
  List<Received> receive(int atMost, Duration invisible) throws IOException;

  /**
   * Lets messages be invisible for so long from now on, or be visible again at once.
   *
   * @param receipts of messages by their ids, {@link #AT_ONCE} at most
   * @return the receipts that are good from now on, by the ids of those for which it was done
   */
  Map<String, String> hide(Map<String, String> receipts, Duration invisible) throws IOException;

  /**
   * Deletes messages.
   *
   * @param receipts of messages by their ids, {@link #AT_ONCE} at most
   * @return the ids of those that are not in the queue any more
   */
  Collection<String> delete(Map<String, String> receipts) throws IOException;

  @Override
  void close();
}
