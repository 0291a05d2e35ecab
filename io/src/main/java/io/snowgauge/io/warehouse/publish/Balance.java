package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;

/**
 * Conditions on what is staged of a version, {@code c}, and what its manifest {@code m} says of it.
 */
final class Balance {
  private Balance() {}

  /** Whether the version may be published, as far as its records go. */
  static Sql holds() {
    return Sql.of("({isComplete}) AND NOT {isOther}")
        .with("isComplete", isComplete())
        .with("isOther", isOther());
  }

  private static Sql isComplete() {
    return Sql.of(
        """
        COALESCE(c.STAGED, 0) = m.ACCEPTED
        AND COALESCE(c.HIGHEST, 0) = m.ACCEPTED
        AND COALESCE(c.DISTINCT_COUNT, 0) = m.ACCEPTED
        AND m.SOURCE = m.ACCEPTED + m.REJECTED
        """);
  }

  /** Whether the staged records are others than those that were read; none have the digest 0-0. */
  private static Sql isOther() {
    return Sql.of("(m.DIGEST IS NOT NULL AND m.DIGEST <> COALESCE(c.DIGEST, '0-0'))");
  }

  /** Why a version failed; null if it did not. */
  static Sql message() {
    return Sql.of(
            """
            CASE
              WHEN m.FAILURE IS NOT NULL THEN m.FAILURE
              WHEN NOT ({isComplete}) THEN
                'does not balance in the warehouse: expected ' || CAST(m.ACCEPTED AS VARCHAR)
                || ' staged records but found ' || CAST(COALESCE(c.STAGED, 0) AS VARCHAR)
                || ', ' || CAST(COALESCE(c.DISTINCT_COUNT, 0) AS VARCHAR)
                || ' of them distinct'
              WHEN {isOther} THEN
                'is not in the warehouse as it was read: expected the digest ' || m.DIGEST
                || ' of ' || CAST(m.ACCEPTED AS VARCHAR) || ' staged records but found '
                || COALESCE(c.DIGEST, '0-0') || ', so a value of them is another one'
            END
            """)
        .with("isComplete", isComplete())
        .with("isOther", isOther());
  }
}
