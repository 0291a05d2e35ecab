package io.snowgauge.transforms.lsf;

/** Leaves the grammar at the first thing that does not fit; carries no stack trace. */
final class MalformedLine extends Exception {
  private final int position;

  /**
   * Points at a byte of the line.
   *
   * @param position of the byte in the line's array
   * @param reason what was expected and what was found
   */
  MalformedLine(int position, String reason) {
    super(reason, null, false, false);
    this.position = position;
  }

  int position() {
    return position;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
