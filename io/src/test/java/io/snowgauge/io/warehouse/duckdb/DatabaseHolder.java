package io.snowgauge.io.warehouse.duckdb;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A process of its own that holds a database file open until its standard input ends. */
public final class DatabaseHolder {
  static final String READY = "open";

  private DatabaseHolder() {}

  /** Opens the file that the only argument names. */
  public static void main(String[] arguments) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + arguments[0])) {
      System.out.println(READY + " " + connection.getCatalog());
      while (System.in.read() >= 0) {
        // Until whoever started this closes its end.
      }
    }
  }
}
