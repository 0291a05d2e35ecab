package io.snowgauge.io.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs statements that create what is missing. */
public final class Ddl {
  private final Warehouse warehouse;

  /** Statements for a warehouse. */
  public Ddl(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /**
   * Runs them in order. A role may be allowed to use a database or a schema but not to create it,
   * and a warehouse may refuse even {@code IF NOT EXISTS} then: what follows tells whether it is
   * there.
   */
  public void run(Connection connection, List<Sql> statements) throws SQLException {
    @Nullable SQLException refused = null;
    for (Sql statement : statements) {
      try {
        statement.execute(connection);
      } catch (SQLException e) {
        if (warehouse.dialect().isNotAllowed(e) && createsAContainer(statement.text())) {
          refused = e;
        } else {
          if (refused != null) {
            e.addSuppressed(refused);
          }
          throw e;
        }
      }
    }
  }

  private static boolean createsAContainer(String statement) {
    return statement.startsWith("CREATE DATABASE ") || statement.startsWith("CREATE SCHEMA ");
  }
}
