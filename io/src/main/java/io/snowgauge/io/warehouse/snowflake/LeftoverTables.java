package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.StagingNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Staging tables that attempts left behind when their process or connection died. */
final class LeftoverTables {
  private final SnowflakeWarehouse warehouse;

  LeftoverTables(SnowflakeWarehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** Drops those that are older than a day: no attempt takes so long. */
  void drop(Connection connection) throws SQLException {
    List<String> leftovers = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT TABLE_NAME FROM "
                + warehouse.informationSchema()
                + ".TABLES WHERE TABLE_SCHEMA = ? AND STARTSWITH(TABLE_NAME, ?)"
                + " AND CREATED < DATEADD(DAY, -1, CURRENT_TIMESTAMP)")) {
      query.setString(1, Identifiers.canonical(warehouse.controlSchema()));
      query.setString(2, StagingNames.PREFIX);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          leftovers.add(rows.getString(1));
        }
      }
    }
    try (Statement statement = connection.createStatement()) {
      for (String name : leftovers) {
        if (StagingNames.isOfAnAttempt(name)) {
          statement.execute("DROP TABLE IF EXISTS " + warehouse.stagingTable(name));
        }
      }
    }
  }
}
