package io.snowgauge.io.warehouse.snowflake;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An account, and as whom and where to work in it.
 *
 * @param url of the driver, without secrets
 * @param user who logs in
 * @param role to use, or null for the user's default
 * @param warehouse the virtual warehouse, or null for the user's default
 * @param database of the targets and the control tables
 * @param schema of the targets
 * @param credentials how the user proves who it is
 * @param statementTimeout after which a statement is cancelled; zero is never
 */
public record SnowflakeAccount(
    String url,
    String user,
    @Nullable String role,
    @Nullable String warehouse,
    String database,
    String schema,
    Credentials credentials,
    Duration statementTimeout)
    implements Serializable {

  /** The driver's URL of an account identifier. */
  public static String url(String account) {
    return "jdbc:snowflake://" + account + ".snowflakecomputing.com/";
  }
}
