package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An object that privileges are granted on.
 *
 * @param kind of object
 * @param name with those of what holds it, each as the database knows it
 */
record Securable(Kind kind, List<String> name) {
  /** The kinds of objects that runs use, or by which they are allowed to. */
  enum Kind {
    ACCOUNT,
    DATABASE,
    DATABASE_ROLE,
    INTEGRATION,
    ROLE,
    SCHEMA,
    STAGE,
    TABLE,
    VIEW,
    WAREHOUSE,
    /** What runs have nothing to do with. */
    OTHER;

    /** The kind that Snowflake lists by a name, of which it writes some with '_' for blanks. */
    static Kind listed(String name) {
      String constant = name.replace(' ', '_');
      return Arrays.stream(values())
          .filter(kind -> kind.name().equals(constant))
          .findFirst()
          .orElse(OTHER);
    }

    /** The kind in statements. */
    String text() {
      return name().replace('_', ' ');
    }
  }

  /** Keeps a copy of the name. */
  Securable {
    name = List.copyOf(name);
  }

  /** The name in statements. */
  String quoted() {
    return name.stream().map(Identifiers::quoteExactly).collect(Collectors.joining("."));
  }

  /** The statement that grants privileges on it. */
  Sql grant(List<Privilege> privileges, String role) {
    return grant(privileges, kind, quoted(), Identifiers.quoteExactly(role));
  }

  /**
   * The statement that grants privileges, which changes nothing where they are granted.
   *
   * @param object quoted
   * @param role quoted
   */
  static Sql grant(List<Privilege> privileges, Kind kind, String object, String role) {
    return Sql.of("GRANT {privileges} ON {kind} {object} TO ROLE {role}")
        .withAll("privileges", privileges.stream().map(Privilege::text).toList())
        .with("kind", kind.text())
        .with("object", object)
        .with("role", role);
  }
}
