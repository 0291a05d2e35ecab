package io.snowgauge.io.warehouse.snowflake;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Snowflake's errors mean for whoever meets them. */
final class SnowflakeErrors {
  /**
   * The statement waited too long for a lock, there were more than 20 waiters before it, or the
   * transaction was the victim of a deadlock.
   */
  private static final Set<Integer> LOCKED = Set.of(625);

  /**
   * The driver: a file did not get to the stage, whichever cloud has it (3.28.0:
   * FILE_OPERATION_UPLOAD_ERROR, in which PUT wraps all others, UPLOAD_ERROR, S3_OPERATION_ERROR,
   * AWS_CLIENT_ERROR, AZURE_SERVICE_ERROR, GCP_SERVICE_ERROR).
   */
  private static final Set<Integer> NOT_UPLOADED =
      Set.of(200066, 253003, 200013, 200020, 200044, 200061);

  /** The session is gone: it expired, was closed, or its token is no longer known. */
  private static final Set<Integer> SESSION_GONE =
      Set.of(390104, 390108, 390110, 390111, 390112, 390113, 390114, 390115, 390195);

  /** The thousands of all codes that are about logins and sessions. */
  private static final Set<Integer> AUTHENTICATION = Set.of(390, 394, 395);

  /** The driver: a request had no answer, or one that was no answer, such as HTTP 503. */
  private static final Set<Integer> NO_ANSWER = Set.of(200002, 200015, 200016);

  /** The pool: an earlier statement has lost the session, and whoever sent it did not mind. */
  private static final String CLOSED = "Connection is closed";

  private static final int NOT_ALLOWED = 3001;
  private static final Set<Integer> MISSING = Set.of(2003, 2043);

  private SnowflakeErrors() {}

  /** Whether the same work may succeed when it is done again. */
  static boolean isRetryable(SQLException e) {
    return LOCKED.contains(e.getErrorCode()) || "40001".equals(e.getSQLState());
  }

  /**
   * Whether it is unknown what became of the statement, or the session is of no use any more. A
   * login that is refused is neither, although its SQLSTATE is of the same class: repeating it
   * would lock the user out.
   */
  static boolean isConnectionLost(SQLException e) {
    if (e instanceof FailedUploadException) {
      return false;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && isRefusedLogin(sql.getErrorCode())) {
        return false;
      }
      if (cause instanceof SQLException sql
          && (SESSION_GONE.contains(sql.getErrorCode())
              || NO_ANSWER.contains(sql.getErrorCode())
              || isConnectionState(sql.getSQLState())
              || CLOSED.equals(sql.getMessage()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRefusedLogin(int code) {
    return AUTHENTICATION.contains(code / 1000) && !SESSION_GONE.contains(code);
  }

  private static boolean isConnectionState(@Nullable String state) {
    return state != null && state.startsWith("08");
  }

  /**
   * Whether a file did not get to the stage. Why, the driver does not always say: it may be a lack
   * of privileges or of disk as well as a network that is away for a while.
   */
  static boolean isUploadFailed(SQLException e) {
    return NOT_UPLOADED.contains(e.getErrorCode());
  }

  /** Whether the role lacks a privilege. */
  static boolean isNotAllowed(SQLException e) {
    return e.getErrorCode() == NOT_ALLOWED || "42501".equals(e.getSQLState());
  }

  /** Whether an object does not exist, or the role may not know that it does. */
  static boolean isMissing(SQLException e) {
    return MISSING.contains(e.getErrorCode()) || "42S02".equals(e.getSQLState());
  }
}
