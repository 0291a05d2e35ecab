package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.TableUse;
import io.snowgauge.io.warehouse.snowflake.Securable.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether the role of a session may do all that runs do, by the grants that Snowflake lists: each
 * missing privilege is told with the statement that grants it. Only the grants of the primary role
 * count for what is created, for <a
 * href="https://docs.snowflake.com/en/user-guide/security-access-control-overview">Snowflake</a>
 * looks at no other.
 */
final class SnowflakeAccess {
  private static final List<Privilege> USAGE = List.of(Privilege.USAGE);
  private static final String INIT = "'snowgauge init' creates it, or mend it with: ";

  private final SnowflakeLayout layout;
  private final Connection connection;
  private final List<Finding> findings = new ArrayList<>();

  SnowflakeAccess(SnowflakeLayout layout, Connection connection) {
    this.layout = layout;
    this.connection = connection;
  }

  /** A finding for each object that runs use. */
  List<Finding> findings(List<TableUse> tables) {
    SessionRoles session;
    try {
      session = SessionRoles.of(connection);
    } catch (SQLException e) {
      return List.of(Finding.unknown("warehouse.role", reason(e)));
    }
    findings.add(
        Finding.ok(
            "warehouse",
            "connected to %s as %s, role %s"
                .formatted(layout.account().url(), session.user(), session.role())));
    findings.add(readConsistency());
    Grants all = Grants.of(connection, session.all());
    findings.add(virtualWarehouse(session, all));
    if (all.areUnknown()) {
      findings.add(Finding.unknown("privileges", String.join("; ", all.unread())));
      return findings;
    }
    PrivilegeCheck privileges =
        new PrivilegeCheck(session.role(), all, Grants.of(connection, session.primary()), findings);
    boolean database = database(privileges);
    for (String schema : schemas()) {
      if (database && schema(privileges, schema)) {
        creating(privileges, schema, tables);
      }
    }
    tables.stream().filter(TableUse::exists).forEach(table -> change(privileges, table));
    return findings;
  }

  /**
   * Told, for people who look into the tables by themselves; <a
   * href="https://docs.snowflake.com/en/sql-reference/parameters#read-consistency-mode">runs</a>
   * are right in either mode.
   */
  private Finding readConsistency() {
    String parameter = "READ_CONSISTENCY_MODE";
    try {
      List<String> modes =
          Sql.of("SHOW PARAMETERS LIKE 'READ_CONSISTENCY_MODE' IN ACCOUNT")
              .query(connection, row -> row.text("value"));
      String mode = modes.isEmpty() ? "SESSION" : modes.get(0);
      return Finding.ok(
          parameter,
          mode.equals("SESSION")
              ? "SESSION: a session may see what others commit a moment later; publishing waits for"
                  + " it"
              : mode);
    } catch (SQLException e) {
      return Finding.unknown(parameter, reason(e));
    }
  }

  private Finding virtualWarehouse(SessionRoles session, Grants grants) {
    String key = "warehouse.warehouse";
    try {
      String used = SessionRoles.virtualWarehouse(connection);
      if (used != null) {
        return Finding.ok(key, Identifiers.quoteExactly(used) + " is used");
      }
    } catch (SQLException e) {
      return Finding.unknown(key, reason(e));
    }
    String configured = layout.account().warehouse();
    if (configured == null) {
      return Finding.failed(
          key,
          "none is set and the user has no default; set it, or mend it with: "
              + Sql.of("ALTER USER {user} SET DEFAULT_WAREHOUSE = …")
                  .with("user", Identifiers.quoteExactly(session.user())));
    }
    Securable on = new Securable(Kind.WAREHOUSE, List.of(Identifiers.canonical(configured)));
    return grants.allow(Privilege.USAGE, on)
        ? Finding.failed(key, on.quoted() + " is granted but the session does not use it")
        : Finding.failed(key, PrivilegeCheck.unusable(on, session.role(), Privilege.USAGE));
  }

  private boolean database(PrivilegeCheck privileges) {
    Securable database = new Securable(Kind.DATABASE, List.of(databaseName()));
    boolean creatable = privileges.mayCreateInAccount(Privilege.CREATE_DATABASE);
    return privileges.require("warehouse.database", creatable ? INIT : "", database, USAGE);
  }

  private List<String> schemas() {
    String target = Identifiers.canonical(layout.targetSchema());
    String control = Identifiers.canonical(layout.controlSchema());
    return target.equals(control) ? List.of(control) : List.of(target, control);
  }

  private boolean schema(PrivilegeCheck privileges, String schema) {
    Securable database = new Securable(Kind.DATABASE, List.of(databaseName()));
    boolean creatable = privileges.mayCreate(Privilege.CREATE_SCHEMA, database);
    String subject = isControl(schema) ? "controlSchema" : "warehouse.schema";
    return privileges.require(subject, creatable ? INIT : "", in(schema), USAGE);
  }

  /** Staging tables are created in the control schema by each run; targets only by {@code init}. */
  private void creating(PrivilegeCheck privileges, String schema, List<TableUse> tables) {
    boolean missesTables = tables.stream().anyMatch(use -> isMissingIn(use, schema));
    String subject = isControl(schema) ? "controlSchema" : "warehouse.schema";
    if (isControl(schema) || missesTables) {
      privileges.requireToCreate(subject, in(schema), Privilege.CREATE_TABLE);
    }
    if (tables.stream().anyMatch(use -> isMissingIn(use, schema) && use.isView())) {
      privileges.requireToCreate(subject, in(schema), Privilege.CREATE_VIEW);
    }
    if (isControl(schema)) {
      stage(privileges);
    }
  }

  private static boolean isMissingIn(TableUse use, String schema) {
    return !use.exists() && Identifiers.canonical(use.schema()).equals(schema);
  }

  private void stage(PrivilegeCheck privileges) {
    String subject = "warehouse.stage";
    String control = Identifiers.canonical(layout.controlSchema());
    Securable stage = in(Kind.STAGE, control, InternalStage.NAME);
    boolean creatable = privileges.mayCreate(Privilege.CREATE_STAGE, in(control));
    boolean isOfParts = layout.stage() instanceof Stage.Internal;
    String internal = isOfParts ? subject : "heartbeats";
    privileges.require(internal, creatable ? INIT : "", stage, RoleGrants.OF_STAGE);
    if (layout.stage() instanceof Stage.External external) {
      privileges.require(subject, "", named(external), USAGE);
    } else if (layout.stage() instanceof Stage.Integration integration) {
      String name = Identifiers.canonical(integration.name());
      privileges.require(subject, "", new Securable(Kind.INTEGRATION, List.of(name)), USAGE);
    }
  }

  /** A stage, in the session's database and schema unless its name says otherwise. */
  private Securable named(Stage.External stage) {
    List<String> name =
        Arrays.stream(stage.name().split("\\.", 3)).map(Identifiers::canonical).toList();
    List<String> full = new ArrayList<>();
    full.add(databaseName());
    full.add(Identifiers.canonical(layout.targetSchema()));
    full = new ArrayList<>(full.subList(0, 3 - name.size()));
    full.addAll(name);
    return new Securable(Kind.STAGE, full);
  }

  private void change(PrivilegeCheck privileges, TableUse table) {
    Kind kind = table.isView() ? Kind.VIEW : Kind.TABLE;
    List<Privilege> needed = table.isView() ? RoleGrants.OF_VIEWS : RoleGrants.OF_TABLES;
    Securable on = in(kind, Identifiers.canonical(table.schema()), table.name());
    if (!privileges.allow(on, needed)) {
      privileges.require(table.subject(), "", on, needed);
    }
  }

  private boolean isControl(String schema) {
    return schema.equals(Identifiers.canonical(layout.controlSchema()));
  }

  private String databaseName() {
    return Identifiers.canonical(layout.account().database());
  }

  private Securable in(String schema) {
    return new Securable(Kind.SCHEMA, List.of(databaseName(), schema));
  }

  private Securable in(Kind kind, String schema, String name) {
    return new Securable(kind, List.of(databaseName(), schema, name));
  }

  private static String reason(SQLException e) {
    return String.valueOf(e.getMessage());
  }
}
