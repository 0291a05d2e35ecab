package io.snowgauge.io.files;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;

/** Tells a store that no connection reaches from one whose connections break. */
public final class Unreachable {
  private Unreachable() {}

  /** Whether a failure of a client means that there was no connection. */
  public static boolean is(Throwable failure) {
    return hasCause(
        failure,
        cause ->
            cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException);
  }

  /**
   * Whether it means that the network did not carry a question there or its answer back, so that
   * the same may succeed later. A certificate that is not trusted will not be later either.
   */
  public static boolean orCut(Throwable failure) {
    return hasCause(
            failure, cause -> cause instanceof IOException || cause instanceof TimeoutException)
        && !hasCause(
            failure,
            cause -> cause instanceof SSLException || cause instanceof FileSystemException);
  }

  private static boolean hasCause(Throwable failure, Predicate<Throwable> condition) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (condition.test(cause)) {
        return true;
      }
      if (cause.getCause() == cause) {
        return false;
      }
    }
    return false;
  }
}
