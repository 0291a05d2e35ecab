package io.snowgauge.io.alerts;

/** What alerts are of. */
public enum AlertKind {
  /** Expected files are not in. */
  MISSING(Alert.Severity.ERROR, true),
  /** Files came and were not loaded. */
  FAILED(Alert.Severity.ERROR, true),
  /** The last run of a dataset could not go on. */
  RUN_FAILED(Alert.Severity.ERROR, true),
  /** The last run of a dataset died. */
  ABANDONED(Alert.Severity.ERROR, true),
  /** Less came than was expected. */
  SHORT(Alert.Severity.WARNING, true),
  /** Expected files were loaded after their time. */
  LATE(Alert.Severity.WARNING, false),
  /** Some lines of files were refused. */
  PARTIAL(Alert.Severity.WARNING, false);

  private final Alert.Severity severity;
  private final boolean isMendable;

  AlertKind(Alert.Severity severity, boolean isMendable) {
    this.severity = severity;
    this.isMendable = isMendable;
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
}
