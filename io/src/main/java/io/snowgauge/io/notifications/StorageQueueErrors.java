package io.snowgauge.io.notifications;

import com.azure.storage.queue.models.QueueStorageException;

/** What Azure Queue Storage says of failures. */
final class StorageQueueErrors {
  private StorageQueueErrors() {}

  /**
   * What a client refused, in a line: the service's own word, or what the network said, for which
   * the SDK has no type of its own.
   */
  static String reason(RuntimeException e) {
    if (e instanceof QueueStorageException refused) {
      return String.valueOf(refused.getErrorCode());
    }
    String message = String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
