package io.snowgauge.transforms.files;

import java.io.IOException;

/**
 * A compressed file that cannot be unpacked: the file's fault, so that reading again won't help.
 */
public final class DamagedContentException extends IOException {
  /** Says what was expected and found. */
  public DamagedContentException(String message) {
    super(message);
  }
}
