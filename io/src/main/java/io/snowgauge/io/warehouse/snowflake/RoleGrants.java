package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a role has to be granted so that it can load, if another one created everything. */
final class RoleGrants {
  private final SnowflakePlace place;
  private final String role;

  RoleGrants(SnowflakePlace place, String role) {
    this.place = place;
    this.role = role;
  }

  /**
   * The statements, which change nothing where all is granted.
   *
   * @param tables quoted
   * @param views quoted
   */
  List<Sql> statements(List<String> tables, List<String> views) {
    String control = place.qualified(place.controlSchema());
    List<Sql> grants = new ArrayList<>();
    grants.add(grant("USAGE", "DATABASE " + Identifiers.quote(place.account().database())));
    grants.add(grant("USAGE", "SCHEMA " + place.qualified(place.targetSchema())));
    grants.add(grant("USAGE", "SCHEMA " + control));
    grants.add(grant("CREATE TABLE", "SCHEMA " + control));
    if (place.stage() instanceof Stage.Internal) {
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
