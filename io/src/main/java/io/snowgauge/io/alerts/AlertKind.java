package io.snowgauge.io.alerts;

/** What alerts are of. */
public enum AlertKind {
  /** Expected files are not in. */
  MISSING(Alert.Severity.ERROR, true, true),
  /** Files came and were not loaded. */
  FAILED(Alert.Severity.ERROR, true, true),
  /** The last run of a dataset could not go on. */
  RUN_FAILED(Alert.Severity.ERROR, true, true),
  /** A run died. */
  ABANDONED(Alert.Severity.ERROR, true, true),
  /** A command could not begin, or could not reach the warehouse, or a stream ended by itself. */
  COMMAND_FAILED(Alert.Severity.ERROR, true, false),
  /** Files that a stream has noticed wait for too long. */
  LAG(Alert.Severity.ERROR, true, false),
  /** Too many of the files that a stream reads are not loaded. */
  FAILURE_RATE(Alert.Severity.ERROR, true, false),
  /** What was loaded is not what is there now, or the ledger not what was written. */
  MISMATCH(Alert.Severity.ERROR, true, false),
  /** Less came than was expected. */
  SHORT(Alert.Severity.WARNING, true, true),
  /** Expected files were loaded after their time. */
  LATE(Alert.Severity.WARNING, false, true),
  /** Some lines of files were refused. */
  PARTIAL(Alert.Severity.WARNING, false, true);

  private final Alert.Severity severity;
  private final boolean isMendable;
  private final boolean isInTheLedger;

  AlertKind(Alert.Severity severity, boolean isMendable, boolean isInTheLedger) {
    this.severity = severity;
    this.isMendable = isMendable;
    this.isInTheLedger = isInTheLedger;
  }

  /** How bad it is. */
  public Alert.Severity severity() {
    return severity;
  }

  /**
   * Whether it is over when somebody has mended it, so that people are told of that; else it is
   * over when nobody looks at its day any more.
   */
  public boolean isMendable() {
    return isMendable;
  }

  /** Whether ledger and audit tell of it; else only the process that sees it can. */
  public boolean isInTheLedger() {
    return isInTheLedger;
  }
}
