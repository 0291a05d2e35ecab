package io.snowgauge.io.warehouse.snowflake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a session is.
 *
 * @param user that logged in
 * @param role its primary role
 * @param secondary other roles whose privileges it has
 */
record SessionRoles(String user, String role, List<String> secondary) {
  /** Every user and every role has it. */
  private static final String PUBLIC = "PUBLIC";

  static SessionRoles of(Connection connection) throws SQLException {
    String role = ask(connection, "CURRENT_ROLE()");
    if (role == null) {
      throw new SQLException("the session has no role; set warehouse.role");
    }
    return new SessionRoles(
        String.valueOf(ask(connection, "CURRENT_USER()")), role, secondary(connection));
  }

  /** The virtual warehouse that runs the session's statements, or null. */
  static @Nullable String virtualWarehouse(Connection connection) throws SQLException {
    return ask(connection, "CURRENT_WAREHOUSE()");
  }

  /** The roles whose grants count for creating. */
  List<String> primary() {
    return List.of(role, PUBLIC);
  }

  /** The roles whose grants count for everything else. */
  List<String> all() {
    List<String> roles = new ArrayList<>(primary());
    roles.addAll(secondary);
    return roles;
  }

  /** A warehouse that does not know them has none. */
  private static List<String> secondary(Connection connection) {
    try {
      String json = ask(connection, "CURRENT_SECONDARY_ROLES()");
      String roles = new ObjectMapper().readTree(json == null ? "{}" : json).path("roles").asText();
      return SnowflakeNames.list(roles);
    } catch (SQLException | JsonProcessingException e) {
      return List.of();
    }
  }

  private static @Nullable String ask(Connection connection, String function) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + function)) {
      return row.next() ? row.getString(1) : null;
    }
  }
}
