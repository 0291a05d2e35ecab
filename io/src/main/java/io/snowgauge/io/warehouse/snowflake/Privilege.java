package io.snowgauge.io.warehouse.snowflake;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/** The privileges that runs need, or that stand for others. */
enum Privilege {
  CREATE_DATABASE,
  CREATE_SCHEMA,
  CREATE_STAGE,
  CREATE_TABLE,
  CREATE_VIEW,
  DELETE,
  INSERT,
  /** To own an object is to have all privileges on it. */
  OWNERSHIP,
  READ,
  SELECT,
  UPDATE,
  USAGE,
  WRITE,
  /** What runs do not need. */
  OTHER;

  /** The privilege that Snowflake lists by a name. */
  static Privilege listed(String name) {
    return Arrays.stream(values())
        .filter(privilege -> privilege.text().equals(name))
        .findFirst()
        .orElse(OTHER);
  }

  /** The privilege in statements. */
  String text() {
    return name().replace('_', ' ');
  }

  /** Privileges with commas between them. */
  static String list(Collection<Privilege> privileges) {
    return privileges.stream().map(Privilege::text).collect(Collectors.joining(", "));
  }
}
