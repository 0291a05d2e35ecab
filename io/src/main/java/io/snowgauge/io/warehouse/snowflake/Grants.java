package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.snowflake.Securable.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What roles have been granted, with all the roles below them, as <a
 * href="https://docs.snowflake.com/en/sql-reference/sql/show-grants">SHOW GRANTS TO ROLE</a> lists
 * it.
 */
final class Grants {
  /** <a href="https://docs.snowflake.com/en/sql-reference/sql/show">SHOW</a> lists no more. */
  private static final int MOST_ROWS = 10_000;

  private record Grant(Privilege privilege, Securable on) {
    private static Grant of(Row row) throws SQLException {
      Kind kind = Kind.listed(row.text("granted_on"));
      Securable on = new Securable(kind, SnowflakeNames.parts(row.text("name")));
      return new Grant(Privilege.listed(row.text("privilege")), on);
    }

    private boolean isOfARole() {
      return privilege == Privilege.USAGE
          && (on.kind() == Kind.ROLE || on.kind() == Kind.DATABASE_ROLE);
    }
  }

  private final Set<Grant> grants = new HashSet<>();
  private final List<String> unread = new ArrayList<>();

  private Grants() {}

  /** The grants of roles; what cannot be read is remembered. */
  static Grants of(Connection connection, Collection<String> roles) {
    Grants grants = new Grants();
    Deque<Securable> ahead = new ArrayDeque<>();
    roles.forEach(role -> ahead.add(new Securable(Kind.ROLE, List.of(role))));
    Set<Securable> seen = new HashSet<>(ahead);
    while (!ahead.isEmpty()) {
      Securable role = ahead.remove();
      try {
        for (Securable below : grants.read(connection, role)) {
          if (seen.add(below)) {
            ahead.add(below);
          }
        }
      } catch (SQLException e) {
        grants.unread.add(role.quoted() + ": " + e.getMessage());
      }
    }
    return grants;
  }

  /** Reads a role's grants; returns the roles among them. */
  private List<Securable> read(Connection connection, Securable role) throws SQLException {
    List<Grant> read =
        Sql.of("SHOW GRANTS TO {kind} {role}")
            .with("kind", role.kind().text())
            .with("role", role.quoted())
            .query(connection, Grant::of);
    grants.addAll(read);
    if (read.size() >= MOST_ROWS) {
      unread.add(role.quoted() + ": only its first " + MOST_ROWS + " grants are listed");
    }
    return read.stream().filter(Grant::isOfARole).map(Grant::on).toList();
  }

  /** Why some grants could not be read, role by role; empty if all were. */
  List<String> unread() {
    return unread;
  }

  /** Whether nothing is known, not even that nothing is granted. */
  boolean areUnknown() {
    return grants.isEmpty() && !unread.isEmpty();
  }

  /** Whether a privilege is granted; to own an object is to have all privileges on it. */
  boolean allow(Privilege privilege, Securable on) {
    return grants.contains(new Grant(privilege, on))
        || grants.contains(new Grant(Privilege.OWNERSHIP, on));
  }

  /** Whether a privilege of the whole account is granted. */
  boolean allowInAccount(Privilege privilege) {
    return grants.stream()
        .anyMatch(grant -> grant.privilege() == privilege && grant.on().kind() == Kind.ACCOUNT);
  }
}
