package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Finding;
import java.sql.SQLException;

/**
 * Something that the program relies on and only an account can show.
 *
 * @param statement what is assumed, as a sentence
 * @param page of Snowflake's documentation that says so, below {@code docs.snowflake.com/en}
 * @param expected what the trial has to find
 * @param trial finds out
 */
record Assumption(String statement, String page, String expected, Trial trial) {
  /** Before what follows, a text is only told. */
  private static final String ANYTHING = "";

  /** Tries something out in a schema of its own. */
  interface Trial {
    String in(TrialSchema schema) throws SQLException;
  }

  /** What is told and cannot be wrong. */
  static Assumption told(String statement, String page, Trial trial) {
    return new Assumption(statement, page, ANYTHING, trial);
  }

  /** What was found, in a line. */
  Finding tryOut(TrialSchema schema) {
    try {
      String found = trial.in(schema);
      if (expected.equals(ANYTHING)) {
        return Finding.ok("assumption", statement + ": " + found);
      }
      return found.equals(expected)
          ? Finding.ok("assumption", statement)
          : broken("expected '" + expected + "' but found '" + found + "'");
    } catch (SQLException e) {
      return broken("error " + e.getErrorCode() + ": " + e.getMessage());
    }
  }

  private Finding broken(String how) {
    return Finding.failed(
        "assumption", statement + ": " + how + " (https://docs.snowflake.com/en/" + page + ")");
  }
}
