package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Setup;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.TableUse;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a Snowflake database needs before a run, and whether a role may use it. */
record SnowflakeSetup(SnowflakeLayout layout) implements Setup {
  @Override
  public List<Sql> foundation() {
    List<Sql> ddl = new ArrayList<>();
    ddl.add(
        Sql.of("CREATE DATABASE IF NOT EXISTS {database}")
            .with("database", Identifiers.quote(layout.account().database())));
    ddl.add(
        Sql.of("CREATE SCHEMA IF NOT EXISTS {schema}")
            .with("schema", layout.qualified(layout.controlSchema())));
    // Heartbeats are there, wherever parts are.
    ddl.add(
        Sql.of("CREATE STAGE IF NOT EXISTS {schema}.{stage}")
            .with("schema", layout.qualified(layout.controlSchema()))
            .with("stage", Identifiers.quote(InternalStage.NAME)));
    return ddl;
  }

  @Override
  public List<Sql> grants(String role, List<String> tables, List<String> views) {
    return new RoleGrants(layout, role).statements(tables, views);
  }

  @Override
  public List<Finding> access(Connection connection, List<TableUse> tables) {
    return new SnowflakeAccess(layout, connection).findings(tables);
  }

  @Override
  public void tryAssumptions(Consumer<Finding> found) {
    Assumptions.tryOut(layout.account(), found);
  }

  /** Not asked for Snowflake, where a missing database shows only when it is used. */
  @Override
  public Finding creation() {
    return Finding.unknown("warehouse.database", "nothing was connected to");
  }
}
