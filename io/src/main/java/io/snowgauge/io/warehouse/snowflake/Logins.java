package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.ConnectionsOnly;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.snowflake.client.jdbc.SnowflakeDriver;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Logs in. The pool would repeat a login that failed until it is out of time, and then say only
 * that it is; so whoever wants a session logs in first, sees why that fails, and leaves the new
 * session here for the pool to take.
 */
final class Logins implements ConnectionsOnly {
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Logins.class);

  private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration NETWORK_TIMEOUT = Duration.ofMinutes(5);

  /** Of requests to the stage's storage; the driver's own number would take six minutes a file. */
  private static final String UPLOAD_REPEATS = "8";

  private static final Duration LOCK_TIMEOUT = Duration.ofMinutes(15);

  /**
   * What every session relies on, whatever is set for the account or the user. The formats are
   * those in which common statements bind times and read them back.
   */
  private static final Map<String, Object> SESSION =
      Map.ofEntries(
          Map.entry("AUTOCOMMIT", true),
          Map.entry("TIMEZONE", "UTC"),
          Map.entry("CLIENT_SESSION_KEEP_ALIVE", true),
          Map.entry("LOCK_TIMEOUT", LOCK_TIMEOUT.toSeconds()),
          Map.entry("ABORT_DETACHED_QUERY", true),
          Map.entry("QUERY_TAG", QueryTag.NONE),
          Map.entry("TIMESTAMP_TYPE_MAPPING", "TIMESTAMP_NTZ"),
          Map.entry("QUOTED_IDENTIFIERS_IGNORE_CASE", false),
          Map.entry("DATE_INPUT_FORMAT", "AUTO"),
          Map.entry("DATE_OUTPUT_FORMAT", "YYYY-MM-DD"),
          Map.entry("TIMESTAMP_INPUT_FORMAT", "AUTO"),
          Map.entry("TIMESTAMP_NTZ_OUTPUT_FORMAT", "YYYY-MM-DD HH24:MI:SS.FF6"));

  /** Kept, for a logger that nobody holds forgets its level. */
  private static final Logger DRIVER_LOG = Logger.getLogger("net.snowflake");

  /**
   * What it says of requests without an answer is in their exceptions, too, which are told once.
   */
  private static final Logger REQUEST_LOG =
      Logger.getLogger("net.snowflake.client.jdbc.RestRequest");

  static {
    REQUEST_LOG.setLevel(Level.OFF);
    // Each login would be told on the terminal, with all of its properties but the secrets.
    DRIVER_LOG.setLevel(Level.WARNING);
    // The driver's own copy of the older SDK would be told, too, with a stack trace.
    System.setProperty("aws.java.v1.disableDeprecationAnnouncement", "true");
  }

  private final SnowflakeAccount account;
  private final Queue<Connection> ready = new ConcurrentLinkedQueue<>();

  Logins(SnowflakeAccount account) {
    this.account = account;
  }

  /** Logs in, and keeps the session for whoever asks next. */
  void prepare() throws SQLException {
    ready.add(logIn());
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection prepared = ready.poll();
    return prepared == null ? logIn() : prepared;
  }

  /** A session that nobody had before. */
  Connection logIn() throws SQLException {
    Connection connection = new SnowflakeDriver().connect(account.url(), properties());
    if (connection == null) {
      throw new SQLException(
          "warehouse.url: expected jdbc:snowflake://… but found '" + account.url() + "'");
    }
    return connection;
  }

  private Properties properties() throws SQLException {
    Properties login = new Properties();
    login.putAll(SESSION);
    login.put("STATEMENT_TIMEOUT_IN_SECONDS", account.statementTimeout().toSeconds());
    login.setProperty("user", account.user());
    putIfGiven(login, "role", account.role());
    putIfGiven(login, "warehouse", account.warehouse());
    login.setProperty("db", SnowflakeNames.session(account.database()));
    login.setProperty("schema", SnowflakeNames.session(account.schema()));
    login.setProperty("application", "Snowgauge");
    login.setProperty("loginTimeout", seconds(LOGIN_TIMEOUT));
    login.setProperty("networkTimeout", String.valueOf(NETWORK_TIMEOUT.toMillis()));
    login.setProperty("queryTimeout", seconds(account.statementTimeout()));
    login.setProperty("putGetMaxRetries", UPLOAD_REPEATS);
    login.setProperty("disablePlatformDetection", "true");
    account.credentials().addTo(login);
    return login;
  }

  private static String seconds(Duration duration) {
    return String.valueOf(duration.toSeconds());
  }

  private static void putIfGiven(Properties login, String key, @Nullable String name) {
    if (name != null) {
      login.setProperty(key, SnowflakeNames.session(name));
    }
  }

  /** Closes what was prepared and never asked for. */
  void close() {
    for (Connection left = ready.poll(); left != null; left = ready.poll()) {
      try {
        left.close();
      } catch (SQLException e) {
        LOG.debug("a session was not closed", e);
      }
    }
  }

  @Override
  public int getLoginTimeout() {
    return (int) LOGIN_TIMEOUT.toSeconds();
  }
}
