package io.snowgauge.transforms.files;

import java.io.IOException;

/**
 * A store does not hand out what it is asked for: it is throttled or cannot be reached, or refuses
 * whoever asks. That says nothing of the file, which may be read later as it is.
 */
public final class UnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says what the store said, and what to check. */
  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
