package io.snowgauge.io.warehouse;

/**
 * What was found of one thing that runs need.
 *
 * @param subject the thing, by its configuration key where it has one
 * @param message how it is, and what to do if it is not as it has to be
 */
public record Finding(Verdict verdict, String subject, String message) {
  /** Whether runs can rely on the thing. */
  public enum Verdict {
    /** They can. */
    OK,
    /** They cannot. */
    FAILED,
    /** It could not be found out. */
    UNKNOWN
  }

  /** Runs can rely on it. */
  public static Finding ok(String subject, String message) {
    return new Finding(Verdict.OK, subject, message);
  }

  /** Runs cannot rely on it. */
  public static Finding failed(String subject, String message) {
    return new Finding(Verdict.FAILED, subject, message);
  }

  /** It could not be found out, for that reason. */
  public static Finding unknown(String subject, String reason) {
    return new Finding(Verdict.UNKNOWN, subject, "cannot be checked: " + reason);
  }
}
