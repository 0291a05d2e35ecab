package io.snowgauge.io.warehouse.publish;

import java.util.UUID;
import java.util.regex.Pattern;

/** The names of the tables of publishing attempts: no two attempts have one in common. */
public final class StagingNames {
  /** How all of them start. */
  public static final String PREFIX = "SNOWGAUGE_";

  private static final Pattern OF_AN_ATTEMPT =
      Pattern.compile(PREFIX + "[A-Z]+_[0-9A-F]{32}", Pattern.CASE_INSENSITIVE);

  private StagingNames() {}

  /** A new attempt. */
  static String newAttempt() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  static String of(String table, String attempt) {
    return PREFIX + table + "_" + attempt;
  }

  /** Whether a table is an attempt's, and nobody else's. */
  public static boolean isOfAnAttempt(String table) {
    return OF_AN_ATTEMPT.matcher(table).matches();
  }
}
