package io.snowgauge.io.kubernetes;

import java.io.IOException;

/** Says why a script in a container did not come to its end, and what to do. */
final class ExecFailure {
  private ExecFailure() {}

  /** Why it was so. */
  static PodException of(ExecSession session, PodContainer container, IOException e) {
    try {
      session.drain();
    } catch (IOException silent) {
      e.addSuppressed(silent);
    }
    String message = session.message();
    Throwable broken = session.failure();
    if (message != null && isWithoutShell(message)) {
      return PodException.lasting(
          "expected a shell but the container has none; extract needs sh, head, tail, wc and cat:"
              + " mount the files' volume in a container that has them, for example busybox");
    }
    if (session.stderr().contains("not found") && !session.isSuccess()) {
      return PodException.lasting(
          "expected sh, head, tail, wc and cat in the container but found: " + session.stderr());
    }
    if (broken != null) {
      return ofConnection(broken);
    }
    if (message != null && !session.isSuccess()) {
      return PodException.passing(
          "the script ended early: "
              + message
              + (session.stderr().isEmpty() ? "" : ", " + session.stderr())
              + "; see 'kubectl describe pod "
              + container.pod()
              + " -n "
              + container.namespace()
              + "' for restarts and limits, and extract again",
          e);
    }
    return PodException.passing(String.valueOf(e.getMessage()), e);
  }

  private static PodException ofConnection(Throwable broken) {
    String why = broken.getMessage();
    return PodException.passing(
        "the connection broke: "
            + (why == null ? "it was closed without a word" : why)
            + "; check the network to the API server and the idle limits of proxies on the way,"
            + " and extract again",
        broken);
  }

  /** What runtimes say of sh; of a container that is just ending they miss other files. */
  private static boolean isWithoutShell(String message) {
    return message.contains("\"sh\"")
        && (message.contains("executable file not found") || message.contains("no such file"));
  }
}
