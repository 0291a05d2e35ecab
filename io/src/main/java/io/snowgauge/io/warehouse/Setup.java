package io.snowgauge.io.warehouse;

import java.sql.Connection;
import java.util.List;
import java.util.function.Consumer;

/** What has to be there before a run, and whether it is. */
public interface Setup {
  /** The statements that create what tables need beside their schemas, in order; run first. */
  default List<Sql> foundation() {
    return List.of();
  }

  /**
   * The statements that give a role all that runs need of what {@code init} created; none where
   * there are no roles.
   *
   * @param role as configured
   * @param tables of the program and of the datasets, quoted
   * @param views of the program, quoted
   */
  default List<Sql> grants(String role, List<String> tables, List<String> views) {
    return List.of();
  }

  /**
   * Whether this connection can be used for all that runs do, a finding for each thing that was
   * looked at. Changes nothing.
   *
   * @param tables and views that runs use
   */
  List<Finding> access(Connection connection, List<TableUse> tables);

  /**
   * What is assumed of the warehouse, tried out in a schema that is created for it and dropped: a
   * finding for each, as soon as there is one.
   */
  default void tryAssumptions(Consumer<Finding> found) {
    found.accept(Finding.ok("assumption", "none: the tests run on this very database"));
  }

  /** Whether a database that is not there can be created. Changes nothing. */
  Finding creation();
}
