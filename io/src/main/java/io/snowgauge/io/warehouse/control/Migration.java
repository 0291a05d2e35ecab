package io.snowgauge.io.warehouse.control;

import java.sql.SQLException;

/**
 * A step from one version of the control tables to the next. It names tables and columns as they
 * were, in literals, and is never changed again once it was released: what it finds was written by
 * the program of its time.
 *
 * <p>On Snowflake each statement commits, so a step may end after any of them and is then run
 * again, from its beginning; it may even be run again after its end. Both must lead where running
 * it once does. {@link TableChanges} are statements of that kind.
 */
interface Migration {
  /** The version that it leads to, from the one before. */
  int version();

  /** Changes the tables; nobody else changes them meanwhile. */
  void run(TableChanges tables) throws SQLException;
}
