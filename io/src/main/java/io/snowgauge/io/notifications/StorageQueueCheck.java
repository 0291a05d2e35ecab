package io.snowgauge.io.notifications;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.QueueStorageException;
import io.snowgauge.io.files.Unreachable;
import java.util.function.Supplier;

/** Asks Azure Queue Storage for a queue, once; receives nothing. */
final class StorageQueueCheck {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int THROTTLED = 429;
  private static final int SERVER_ERRORS = 500;

  private final String queue;
  private final Supplier<QueueClient> client;

  /**
   * Of a queue.
   *
   * @param queue for messages
   * @param client makes one, where the secret lets it
   */
  StorageQueueCheck(String queue, Supplier<QueueClient> client) {
    this.queue = queue;
    this.client = client;
  }

  /** How many messages wait in the queue, about, for people. */
  String messages() throws NotificationsUnreachableException {
    try {
      int messages = client.get().getProperties().getApproximateMessagesCount();
      return queue + " is there; messages in it: about " + messages;
    } catch (QueueStorageException e) {
      throw refused(found(e), isOutage(e), e);
    } catch (ClientAuthenticationException e) {
      throw refused("but no identity: " + StorageQueueErrors.reason(e), false, e);
    } catch (IllegalArgumentException e) {
      throw new NotificationsUnreachableException(String.valueOf(e.getMessage()), false, e);
    } catch (RuntimeException e) {
      throw refused(
          "but it cannot be asked: " + StorageQueueErrors.reason(e), Unreachable.orCut(e), e);
    }
  }

  private static boolean isOutage(QueueStorageException e) {
    return e.getStatusCode() == THROTTLED || e.getStatusCode() >= SERVER_ERRORS;
  }

  private static String found(QueueStorageException e) {
    return switch (e.getStatusCode()) {
      case NOT_FOUND -> "but found none; create it, or correct notifications.queue";
      case UNAUTHORIZED, FORBIDDEN ->
          "but found no permission for it ("
              + StorageQueueErrors.reason(e)
              + "); the role 'Storage Queue Data Contributor' gives it";
      default -> "but found: " + StorageQueueErrors.reason(e);
    };
  }

  private NotificationsUnreachableException refused(
      String found, boolean isOutage, Exception cause) {
    return new NotificationsUnreachableException(
        "expected " + queue + " " + found, isOutage, cause);
  }
}
