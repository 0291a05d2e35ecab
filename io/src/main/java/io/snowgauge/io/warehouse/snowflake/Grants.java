package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Identifiers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What roles have been granted, with all the roles below them, as <a
 * href="https://docs.snowflake.com/en/sql-reference/sql/show-grants">SHOW GRANTS TO ROLE</a> lists
 * it.
 */
final class Grants {
  private static final String OWNERSHIP = "OWNERSHIP";
  private static final String DATABASE_ROLE = "DATABASE_ROLE";

  /** What a grant is on: the kind of object, and its name with those of what holds it. */
  record Securable(String kind, List<String> name) {
    /** The name in statements. */
    String quoted() {
      return name.stream().map(Identifiers::quoteExactly).collect(Collectors.joining("."));
    }
  }

  private record Grant(String privilege, Securable on) {}

  private final Set<Grant> grants = new HashSet<>();
  private final List<String> unread = new ArrayList<>();

  private Grants() {}

  /** The grants of roles; what cannot be read is remembered. */
  static Grants of(Connection connection, Collection<String> roles) {
    Grants grants = new Grants();
    Deque<Securable> ahead = new ArrayDeque<>();
    roles.forEach(role -> ahead.add(new Securable("ROLE", List.of(role))));
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
    String kind = role.kind().replace('_', ' ');
    List<Securable> roles = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW GRANTS TO " + kind + " " + role.quoted())) {
      while (rows.next()) {
        String privilege = rows.getString("privilege");
        String on = rows.getString("granted_on").replace(' ', '_');
        Securable object = new Securable(on, SnowflakeNames.parts(rows.getString("name")));
        grants.add(new Grant(privilege, object));
        if (privilege.equals("USAGE") && (on.equals("ROLE") || on.equals(DATABASE_ROLE))) {
          roles.add(object);
        }
      }
    }
    return roles;
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
  boolean allow(String privilege, Securable on) {
    return grants.contains(new Grant(privilege, on)) || grants.contains(new Grant(OWNERSHIP, on));
  }

  /** Whether a privilege of the whole account is granted. */
  boolean allowInAccount(String privilege) {
    return grants.stream()
        .anyMatch(
            grant -> grant.privilege().equals(privilege) && grant.on().kind().equals("ACCOUNT"));
  }
}
