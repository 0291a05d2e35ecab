package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.snowflake.Grants.Securable;
import java.util.Arrays;
import java.util.List;

/**
 * Compares what is granted with what is needed.
 *
 * @param role that what is missing is to be granted to
 * @param all grants that count
 * @param primary the grants that count for creating
 * @param findings that are added to
 */
record Privileges(String role, Grants all, Grants primary, List<Finding> findings) {

  /** Whether privileges on an object are all granted. */
  boolean allow(Securable on, String... privileges) {
    return Arrays.stream(privileges).allMatch(privilege -> all.allow(privilege, on));
  }

  boolean mayCreate(String privilege, Securable in) {
    return primary.allow(privilege, in);
  }

  boolean mayCreateInAccount(String privilege) {
    return primary.allowInAccount(privilege);
  }

  /**
   * Adds a finding on an object.
   *
   * @param otherwise what else mends it, before the statement, or nothing
   * @return whether all the privileges are granted
   */
  boolean require(String subject, String otherwise, Securable on, String... privileges) {
    String[] missing =
        Arrays.stream(privileges)
            .filter(privilege -> !all.allow(privilege, on))
            .toArray(String[]::new);
    if (missing.length == 0) {
      findings.add(Finding.ok(subject, on.quoted() + ": " + String.join(", ", privileges)));
      return true;
    }
    boolean partly = missing.length < privileges.length;
    String what =
        partly ? " lacks " + String.join(", ", missing) : " does not exist or may not be used";
    add(subject, all, on.quoted() + what, otherwise, grant(on, role, missing));
    return false;
  }

  /** Adds a finding on what may be created in an object that may be used. */
  void requireToCreate(String subject, Securable in, String privilege) {
    if (primary.allow(privilege, in)) {
      findings.add(Finding.ok(subject, in.quoted() + ": " + privilege));
    } else {
      add(subject, primary, in.quoted() + " lacks " + privilege, "", grant(in, role, privilege));
    }
  }

  /** What the grants of an unreadable role might allow is not known to be missing. */
  private void add(String subject, Grants grants, String what, String otherwise, String grant) {
    String mend = otherwise.isEmpty() ? "; mend it with: " : "; " + otherwise;
    findings.add(
        grants.unread().isEmpty()
            ? Finding.failed(subject, what + mend + grant)
            : Finding.unknown(
                subject,
                "no grant was found, but those of some roles cannot be read ("
                    + String.join("; ", grants.unread())
                    + "); it would be: "
                    + grant));
  }

  /** The message for an object without any of the privileges. */
  static String unusable(Securable on, String role, String... privileges) {
    return on.quoted()
        + " does not exist or may not be used; mend it with: "
        + grant(on, role, privileges);
  }

  /** The statement that grants privileges. */
  private static String grant(Securable on, String role, String... privileges) {
    return "GRANT %s ON %s %s TO ROLE %s"
        .formatted(
            String.join(", ", privileges), on.kind(), on.quoted(), Identifiers.quoteExactly(role));
  }
}
