package io.snowgauge.io.proof;

import java.io.Serial;

/** What was to be signed is not what a known key signed; the message says why. */
public final class ForgedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  ForgedException(String message) {
    super(message);
  }
}
