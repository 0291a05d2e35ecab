package io.snowgauge.io.notifications;

import org.jspecify.annotations.Nullable;

/** Notifications cannot be read; the message says where, what is wrong and what to do. */
public final class NotificationsUnreachableException extends Exception {
  private static final long serialVersionUID = 1L;

  NotificationsUnreachableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
