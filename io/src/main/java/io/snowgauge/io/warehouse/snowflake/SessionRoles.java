package io.snowgauge.io.warehouse.snowflake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.io.warehouse.Sql;
import java.sql.Connection;
import java.sql.SQLException;
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
    String role = Sql.of("SELECT CURRENT_ROLE()").textOrNull(connection);
    if (role == null) {
      throw new SQLException("the session has no role; set warehouse.role");
    }
    return new SessionRoles(
        String.valueOf(Sql.of("SELECT CURRENT_USER()").textOrNull(connection)),
        role,
        secondary(connection));
  }

  /** The virtual warehouse that runs the session's statements, or null. */
  static @Nullable String virtualWarehouse(Connection connection) throws SQLException {
    return Sql.of("SELECT CURRENT_WAREHOUSE()").textOrNull(connection);
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
      String json = Sql.of("SELECT CURRENT_SECONDARY_ROLES()").textOrNull(connection);
      String roles = new ObjectMapper().readTree(json == null ? "{}" : json).path("roles").asText();
      return SnowflakeNames.list(roles);
    } catch (SQLException | JsonProcessingException e) {
      return List.of();
    }
  }
}
