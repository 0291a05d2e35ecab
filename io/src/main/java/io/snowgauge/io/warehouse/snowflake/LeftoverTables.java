package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.StagingNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Staging tables that attempts left behind when their process or connection died. */
final class LeftoverTables {
  private final SnowflakeWarehouse warehouse;

  LeftoverTables(SnowflakeWarehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** Drops those that are older than a day: no attempt takes so long. */
  void drop(Connection connection) throws SQLException {
    List<String> leftovers =
        Sql.of(
                """
                SELECT TABLE_NAME
                FROM {information}.TABLES
                WHERE TABLE_SCHEMA = :schema AND STARTSWITH(TABLE_NAME, :prefix)
                  AND CREATED < DATEADD(DAY, -1, CURRENT_TIMESTAMP)
                """)
            .with("information", warehouse.informationSchema())
            .bind("schema", Identifiers.canonical(warehouse.controlSchema()))
            .bind("prefix", StagingNames.PREFIX)
            .texts(connection);
    for (String name : leftovers) {
      if (StagingNames.isOfAnAttempt(name)) {
        Sql.of("DROP TABLE IF EXISTS {table}")
            .with("table", warehouse.stagingTable(name))
            .execute(connection);
      }
    }
  }
}
