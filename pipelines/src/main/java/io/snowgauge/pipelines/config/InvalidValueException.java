package io.snowgauge.pipelines.config;

/** A value that its setting refuses; the message follows the key in the list of errors. */
final class InvalidValueException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidValueException(String message) {
    super(message);
  }

  static InvalidValueException expected(String expected, String found) {
    return new InvalidValueException("expected " + expected + " but found " + found);
  }
}
