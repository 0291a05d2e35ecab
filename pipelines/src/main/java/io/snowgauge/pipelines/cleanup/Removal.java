package io.snowgauge.pipelines.cleanup;

import java.io.IOException;
import java.sql.SQLException;

/**
 * Something that is in the way, and how it is removed.
 *
 * @param what a few words, such as {@code 3 staged files of run r1}
 * @param action removes it
 */
record Removal(String what, Action action) {
  /** Removes something; running it again changes nothing. */
  interface Action {
    void run() throws IOException, SQLException;
  }
}
