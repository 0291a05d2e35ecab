package io.snowgauge.transforms.lsf;

/** Ends the parsing of a file that is unusable as a whole; carries no stack trace. */
final class StructuralFault extends Exception {
  /**
   * Describes the fault.
   *
   * @param line the physical line, from 1
   * @param reason what was expected and what was found
   */
  StructuralFault(long line, String reason) {
    super("line " + line + ": " + reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
