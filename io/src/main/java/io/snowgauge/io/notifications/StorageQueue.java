package io.snowgauge.io.notifications;

import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.QueueMessageItem;
import com.azure.storage.queue.models.QueueStorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.joda.time.Instant;

/**
 * A queue of Azure Queue Storage, which is asked for one message at a time but where it receives.
 */
final class StorageQueue implements MessageQueue {
  private static final int NOT_FOUND = 404;
  private static final int BAD_REQUEST = 400;

  private final QueueClient client;

  StorageQueue(QueueClient client) {
    this.client = client;
  }

  @Override
  public List<Received> receive(int atMost, Duration invisible) throws IOException {
    try {
      return client.receiveMessages(atMost, invisible, null, Context.NONE).stream()
          .map(StorageQueue::message)
          .toList();
    } catch (RuntimeException e) {
      throw refused(e);
    }
  }

  private static Received message(QueueMessageItem message) {
    return new Received(
        message.getMessageId(),
        message.getPopReceipt(),
        message.getBody().toString(),
        Instant.ofEpochMilli(message.getInsertionTime().toInstant().toEpochMilli()));
  }

  /** Each message gets another receipt by it. */
  @Override
  public Map<String, String> hide(Map<String, String> receipts, Duration invisible)
      throws IOException {
    Map<String, String> hidden = new LinkedHashMap<>();
    for (Map.Entry<String, String> message : receipts.entrySet()) {
      try {
        String receipt =
            client
                .updateMessage(message.getKey(), message.getValue(), null, invisible)
                .getPopReceipt();
        hidden.put(message.getKey(), receipt);
      } catch (RuntimeException e) {
        requireThatItIsNotOurs(e);
      }
    }
    return hidden;
  }

  @Override
  public Collection<String> delete(Map<String, String> receipts) throws IOException {
    List<String> deleted = new ArrayList<>();
    for (Map.Entry<String, String> message : receipts.entrySet()) {
      try {
        client.deleteMessageWithResponse(message.getKey(), message.getValue(), null, Context.NONE);
        deleted.add(message.getKey());
      } catch (RuntimeException e) {
        requireThatItIsNotOurs(e);
        if (isMissing(e)) {
          deleted.add(message.getKey());
        }
      }
    }
    return deleted;
  }

  /** Another reader has received it since, or it is gone: then there is nothing to do about it. */
  private static void requireThatItIsNotOurs(RuntimeException e) throws IOException {
    boolean isReceivedSince =
        e instanceof QueueStorageException refused && refused.getStatusCode() == BAD_REQUEST;
    if (!isReceivedSince && !isMissing(e)) {
      throw refused(e);
    }
  }

  private static boolean isMissing(RuntimeException e) {
    return e instanceof QueueStorageException refused && refused.getStatusCode() == NOT_FOUND;
  }

  private static IOException refused(RuntimeException e) {
    return new IOException(StorageQueueErrors.reason(e), e);
  }

  /** The client has nothing to close. */
  @Override
  public void close() {}
}
