package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.ControlTables;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a role has to be granted so that it can load, if another one created everything. */
final class RoleGrants {
  private final SnowflakeWarehouse warehouse;
  private final String role;

  RoleGrants(SnowflakeWarehouse warehouse, String role) {
    this.warehouse = warehouse;
    this.role = role;
  }

  /**
   * The statements, which change nothing where all is granted.
   *
   * @param targets quoted
   */
  List<Sql> statements(List<String> targets) {
    String control = warehouse.qualified(warehouse.controlSchema());
    List<Sql> grants = new ArrayList<>();
    grants.add(grant("USAGE", "DATABASE " + Identifiers.quote(warehouse.account().database())));
    grants.add(grant("USAGE", "SCHEMA " + warehouse.qualified(warehouse.targetSchema())));
    grants.add(grant("USAGE", "SCHEMA " + control));
    grants.add(grant("CREATE TABLE", "SCHEMA " + control));
    if (warehouse.stage() instanceof Stage.Internal) {
      String stage = control + "." + Identifiers.quote(InternalStage.NAME);
      grants.add(grant("READ, WRITE", "STAGE " + stage));
    }
    List<String> tables = new ArrayList<>();
    ControlTables.NAMES.forEach(name -> tables.add(control + "." + Identifiers.quote(name)));
    tables.addAll(targets);
    tables.forEach(table -> grants.add(grant("SELECT, INSERT, UPDATE, DELETE", "TABLE " + table)));
    Set<String> seen = new HashSet<>();
    return grants.stream().filter(grant -> seen.add(grant.text())).toList();
  }

  private Sql grant(String privileges, String object) {
    return Sql.of("GRANT {privileges} ON {object} TO ROLE {role}")
        .with("privileges", privileges)
        .with("object", object)
        .with("role", Identifiers.quote(role));
  }
}
