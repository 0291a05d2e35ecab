package io.snowgauge.io.kubernetes;

/** Why a pod, a container or a file in it cannot be extracted, and what to do about it. */
public class PodException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean isPassing;

  private PodException(String message, boolean isPassing, Throwable cause) {
    super(message, cause);
    this.isPassing = isPassing;
  }

  private PodException(String message, boolean isPassing) {
    super(message);
    this.isPassing = isPassing;
  }

  /** Something that trying again at once does not change. */
  public static PodException lasting(String message) {
    return new PodException(message, false);
  }

  /** Something that may be over when it is tried again. */
  public static PodException passing(String message) {
    return new PodException(message, true);
  }

  /** The same, because of that. */
  public static PodException passing(String message, Throwable cause) {
    return new PodException(message, true, cause);
  }

  /** Whether trying again may help. */
  public boolean isPassing() {
    return isPassing;
  }
}
