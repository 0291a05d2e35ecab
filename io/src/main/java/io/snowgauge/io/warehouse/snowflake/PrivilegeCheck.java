package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.io.warehouse.Sql;
import java.util.List;

/**
 * Compares what is granted with what is needed.
 *
 * @param role that what is missing is to be granted to
 * @param all grants that count
 * @param primary the grants that count for creating
 * @param findings that are added to
 */
record PrivilegeCheck(String role, Grants all, Grants primary, List<Finding> findings) {

  /** Whether privileges on an object are all granted. */
  boolean allow(Securable on, List<Privilege> privileges) {
    return privileges.stream().allMatch(privilege -> all.allow(privilege, on));
  }

  boolean mayCreate(Privilege privilege, Securable in) {
    return primary.allow(privilege, in);
  }

  boolean mayCreateInAccount(Privilege privilege) {
    return primary.allowInAccount(privilege);
  }

  /**
   * Adds a finding on an object.
   *
   * @param otherwise what else mends it, before the statement, or nothing
   * @return whether all the privileges are granted
   */
  boolean require(String subject, String otherwise, Securable on, List<Privilege> privileges) {
    List<Privilege> missing =
        privileges.stream().filter(privilege -> !all.allow(privilege, on)).toList();
    if (missing.isEmpty()) {
      findings.add(Finding.ok(subject, on.quoted() + ": " + Privilege.list(privileges)));
      return true;
    }
    boolean partly = missing.size() < privileges.size();
    String what =
        partly ? " lacks " + Privilege.list(missing) : " does not exist or may not be used";
    add(subject, all, on.quoted() + what, otherwise, on.grant(missing, role));
    return false;
  }

  /** Adds a finding on what may be created in an object that may be used. */
  void requireToCreate(String subject, Securable in, Privilege privilege) {
    if (primary.allow(privilege, in)) {
      findings.add(Finding.ok(subject, in.quoted() + ": " + privilege.text()));
    } else {
      String what = in.quoted() + " lacks " + privilege.text();
      add(subject, primary, what, "", in.grant(List.of(privilege), role));
    }
  }

  /** What the grants of an unreadable role might allow is not known to be missing. */
  private void add(String subject, Grants grants, String what, String otherwise, Sql grant) {
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

  /** The message for an object without a privilege. */
  static String unusable(Securable on, String role, Privilege privilege) {
    return on.quoted()
        + " does not exist or may not be used; mend it with: "
        + on.grant(List.of(privilege), role);
  }
}
