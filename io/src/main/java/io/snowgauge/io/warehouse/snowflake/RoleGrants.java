package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a role has to be granted so that it can load, if another one created everything. */
final class RoleGrants {
  private final SnowflakeLayout layout;
  private final String role;

  RoleGrants(SnowflakeLayout layout, String role) {
    this.layout = layout;
    this.role = role;
  }

  /**
   * The statements, which change nothing where all is granted.
   *
   * @param tables quoted
   * @param views quoted
   */
  List<Sql> statements(List<String> tables, List<String> views) {
    String control = layout.qualified(layout.controlSchema());
    List<Sql> grants = new ArrayList<>();
    grants.add(grant("USAGE", "DATABASE " + Identifiers.quote(layout.account().database())));
    grants.add(grant("USAGE", "SCHEMA " + layout.qualified(layout.targetSchema())));
    grants.add(grant("USAGE", "SCHEMA " + control));
    grants.add(grant("CREATE TABLE", "SCHEMA " + control));
    if (layout.stage() instanceof Stage.Internal) {
      String stage = control + "." + Identifiers.quote(InternalStage.NAME);
      grants.add(grant("READ, WRITE", "STAGE " + stage));
    }
    tables.forEach(table -> grants.add(grant("SELECT, INSERT, UPDATE, DELETE", "TABLE " + table)));
    views.forEach(view -> grants.add(grant("SELECT", "VIEW " + view)));
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
