package io.snowgauge.io.notifications;

import org.jspecify.annotations.Nullable;

/** Notifications cannot be read; the message says where, what is wrong and what to do. */
public final class NotificationsUnreachableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean isOutage;

  NotificationsUnreachableException(String message, boolean isOutage, @Nullable Throwable cause) {
    super(message, cause);
    this.isOutage = isOutage;
  }

  /** Whether asking later may succeed although nobody has changed anything here. */
  public boolean isOutage() {
    return isOutage;
  }
}
