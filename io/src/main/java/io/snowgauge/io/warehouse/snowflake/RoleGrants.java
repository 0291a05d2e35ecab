package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.snowflake.Securable.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a role has to be granted so that it can load, if another one created everything. */
final class RoleGrants {
  /** The privileges on tables, which runs read and change. */
  static final List<Privilege> OF_TABLES =
      List.of(Privilege.SELECT, Privilege.INSERT, Privilege.UPDATE, Privilege.DELETE);

  /** The privileges on views, which runs read. */
  static final List<Privilege> OF_VIEWS = List.of(Privilege.SELECT);

  /** The privileges on the internal stage, where heartbeats are and may be parts. */
  static final List<Privilege> OF_STAGE = List.of(Privilege.READ, Privilege.WRITE);

  private static final List<Privilege> USAGE = List.of(Privilege.USAGE);

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
    grants.add(grant(USAGE, Kind.DATABASE, Identifiers.quote(layout.account().database())));
    grants.add(grant(USAGE, Kind.SCHEMA, layout.qualified(layout.targetSchema())));
    grants.add(grant(USAGE, Kind.SCHEMA, control));
    grants.add(grant(List.of(Privilege.CREATE_TABLE), Kind.SCHEMA, control));
    String stage = control + "." + Identifiers.quote(InternalStage.NAME);
    grants.add(grant(OF_STAGE, Kind.STAGE, stage));
    tables.forEach(table -> grants.add(grant(OF_TABLES, Kind.TABLE, table)));
    views.forEach(view -> grants.add(grant(OF_VIEWS, Kind.VIEW, view)));
    Set<String> seen = new HashSet<>();
    return grants.stream().filter(grant -> seen.add(grant.text())).toList();
  }

  private Sql grant(List<Privilege> privileges, Kind kind, String object) {
    return Securable.grant(privileges, kind, object, Identifiers.quote(role));
  }
}
