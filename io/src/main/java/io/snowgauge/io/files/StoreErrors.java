package io.snowgauge.io.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;

/** What the failures of all object stores have in common. */
public final class StoreErrors {
  private StoreErrors() {}

  /**
   * An object that its store does not hand out.
   *
   * @param told what the store says of it, or nothing
   * @param advice what would mend it
   */
  public static AccessDeniedException refused(
      String uri, String told, String advice, Exception cause) {
    String reason = told.isEmpty() ? advice : told + "; " + advice;
    return caused(new AccessDeniedException(uri, null, reason), cause);
  }

  /** An exception whose type takes no cause, with one. */
  public static <T extends IOException> T caused(T exception, Exception cause) {
    exception.initCause(cause);
    return exception;
  }
}
