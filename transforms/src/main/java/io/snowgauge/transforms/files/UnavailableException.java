package io.snowgauge.transforms.files;

import java.io.IOException;

/**
 * A store does not hand out what it is asked for: it is throttled or cannot be reached, or refuses
 * whoever asks. That says nothing of the file, which may be read later as it is.
 */
public final class UnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean isOutage;

  /**
   * Says what the store said, and what to check.
   *
   * @param isOutage whether asking later may succeed although nobody has changed anything here
   */
  public UnavailableException(String message, boolean isOutage, Throwable cause) {
    super(message, cause);
    this.isOutage = isOutage;
  }

  /** Whether the store is out or overloaded, and does not refuse whoever asks. */
  public boolean isOutage() {
    return isOutage;
  }
}
