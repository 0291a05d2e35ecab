package io.snowgauge.io.kubernetes;

import org.jspecify.annotations.Nullable;

/** Why a pod, a container or a file in it cannot be extracted, and what to do about it. */
public class PodException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  private enum Kind {
    LASTING,
    PASSING,
    CHANGE
  }

  private PodException(String message, Kind kind, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Something that trying again at once does not change. */
  public static PodException lasting(String message) {
    return new PodException(message, Kind.LASTING, null);
  }

  /** Something that may be over when it is tried again. */
  public static PodException passing(String message) {
    return new PodException(message, Kind.PASSING, null);
  }

  /** The same, because of that. */
  public static PodException passing(String message, Throwable cause) {
    return new PodException(message, Kind.PASSING, cause);
  }

  /** A file that is another one by now: it may be tried again, from its first byte. */
  static PodException ofChange(String message) {
    return new PodException(message, Kind.CHANGE, null);
  }

  /** Whether trying again may help. */
  public boolean isPassing() {
    return kind != Kind.LASTING;
  }

  /** Whether going on where the last try ended may help. */
  public boolean isResumable() {
    return kind == Kind.PASSING;
  }
}
