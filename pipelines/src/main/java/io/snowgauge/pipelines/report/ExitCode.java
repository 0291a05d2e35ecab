package io.snowgauge.pipelines.report;

/** What commands end with. */
public final class ExitCode {
  /** Every file that was found is now published. */
  public static final int SUCCESS = 0;

  /** A system was unreachable, or there is a bug. */
  public static final int FAILED = 1;

  /** Wrong usage or configuration; nothing was read. */
  public static final int USAGE = 2;

  /** A file was FAILED, or is still skipped as failed. */
  public static final int FILES_FAILED = 3;

  private ExitCode() {}

  /** A system that failed beats files that failed. */
  static int of(boolean hasSystemFailed, boolean haveFilesFailed) {
    return hasSystemFailed ? FAILED : haveFilesFailed ? FILES_FAILED : SUCCESS;
  }
}
