package io.snowgauge.io.posting;

/** Something did not get through; the message names no address and no secret. */
public final class UndeliveredException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean isWorthAnotherTry;

  /**
   * For a reason.
   *
   * @param isWorthAnotherTry whether it may get through later
   */
  public UndeliveredException(String message, boolean isWorthAnotherTry) {
    super(message);
    this.isWorthAnotherTry = isWorthAnotherTry;
  }

  boolean isWorthAnotherTry() {
    return isWorthAnotherTry;
  }
}
