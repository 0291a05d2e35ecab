package io.snowgauge.io.proof;

import java.io.Serial;

/** A text that was to be a key of Ed25519 is none; the message has nothing of the text. */
public final class UnusableKeyException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  UnusableKeyException(String message) {
    super(message);
  }
}
