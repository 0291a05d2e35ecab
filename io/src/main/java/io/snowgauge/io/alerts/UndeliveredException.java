package io.snowgauge.io.alerts;

/** An alert did not get through; the message names no address and no secret. */
public final class UndeliveredException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean isWorthAnotherTry;

  UndeliveredException(String message, boolean isWorthAnotherTry) {
    super(message);
    this.isWorthAnotherTry = isWorthAnotherTry;
  }

  boolean isWorthAnotherTry() {
    return isWorthAnotherTry;
  }
}
