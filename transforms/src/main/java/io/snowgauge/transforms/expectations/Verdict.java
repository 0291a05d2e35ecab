package io.snowgauge.transforms.expectations;

/** What is to be said of files that were expected. */
public enum Verdict {
  /** They are in, in time and in full. */
  OK(false),
  /** They are not in, and need not be yet. */
  WAITING(false),
  /** They are in; some of their lines were refused, within the tolerance. */
  PARTIAL(true),
  /** They came in after their time. */
  LATE(true),
  /** They are in, with less than was expected. */
  SHORT(true),
  /** They came, and were not loaded. */
  FAILED(true),
  /** They did not come in time, or a person took them out. */
  MISSING(true);

  private final boolean isProblem;

  Verdict(boolean isProblem) {
    this.isProblem = isProblem;
  }

  /** Whether somebody has to look after it. */
  public boolean isProblem() {
    return isProblem;
  }
}
