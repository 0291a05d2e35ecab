package io.snowgauge.pipelines.commands;

/** What commands end with. */
final class ExitCode {
  /** Every file that was found is now published. */
  static final int SUCCESS = 0;

  /** A system was unreachable, or there is a bug. */
  static final int FAILED = 1;

  /** Wrong usage or configuration; nothing was read. */
  static final int USAGE = 2;

  /** A file was FAILED, or is still skipped as failed. */
  static final int FILES_FAILED = 3;

  private ExitCode() {}
}
