package io.snowgauge.pipelines.config.types;

/** A value that its setting refuses; the message follows the key in the list of errors. */
public final class InvalidValueException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what was expected and found. */
  public InvalidValueException(String message) {
    super(message);
  }

  /** With what was expected and found. */
  public static InvalidValueException expected(String expected, String found) {
    return new InvalidValueException("expected " + expected + " but found " + found);
  }
}
