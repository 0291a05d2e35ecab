package io.snowgauge.io.warehouse.snowflake;

import java.sql.SQLException;

/** An upload that has failed as often as it is worth trying. */
final class FailedUploadException extends SQLException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure.
   *
   * @param what was to be uploaded
   * @param last of the failures
   */
  FailedUploadException(String what, SQLException last) {
    super("cannot upload " + what + ": " + reason(last), last);
  }

  /** The driver wraps what happened, with a text that does not say it. */
  private static String reason(SQLException failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root == failure
        ? String.valueOf(failure.getMessage())
        : failure.getMessage() + ": " + root.getMessage();
  }
}
