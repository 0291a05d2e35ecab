package io.snowgauge.io.warehouse.snowflake;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import net.snowflake.client.jdbc.SnowflakeConnectionV1;

/**
 * The open sessions of this process: one pool per account and role. A session is used again until
 * it is shortly of the four hours after which its token would expire.
 */
final class SessionPool {
  private static final ConcurrentMap<SnowflakeAccount, SessionPool> OPEN =
      new ConcurrentHashMap<>();

  private static final Duration LIFETIME = Duration.ofMinutes(210);
  private static final Duration IDLE = Duration.ofMinutes(10);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
  private static final int MOST = 64;

  private final Logins logins;
  private final HikariDataSource pool;

  private SessionPool(SnowflakeAccount account) {
    this.logins = new Logins(account);
    HikariConfig config = new HikariConfig();
    config.setPoolName("snowflake");
    config.setDataSource(logins);
    config.setMaximumPoolSize(MOST);
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE.toMillis());
    config.setMaxLifetime(LIFETIME.toMillis());
    config.setConnectionTimeout(LONGEST_WAIT.toMillis());
    config.setInitializationFailTimeout(-1);
    config.setAutoCommit(true);
    this.pool = new HikariDataSource(config);
  }

  /** The sessions of an account, closed when the process ends. */
  static SessionPool of(SnowflakeAccount account) {
    return OPEN.computeIfAbsent(
        account,
        unopened -> {
          SessionPool sessions = new SessionPool(unopened);
          Runtime.getRuntime().addShutdownHook(new Thread(sessions::close, "close snowflake"));
          return sessions;
        });
  }

  /** Ends the sessions of an account. */
  static void close(SnowflakeAccount account) {
    SessionPool sessions = OPEN.remove(account);
    if (sessions != null) {
      sessions.close();
    }
  }

  /**
   * A session, with auto-commit on and under a tag.
   *
   * @throws SQLException as the login failed, if it did: it is tried once, for repeating a wrong
   *     password locks the user out
   */
  Connection open(String tag) throws SQLException {
    if (pool.getHikariPoolMXBean() == null
        || pool.getHikariPoolMXBean().getIdleConnections() == 0) {
      prepare();
    }
    return tagged(pool.getConnection(), tag);
  }

  /** Logs in for whoever asks the pool next. */
  void prepare() throws SQLException {
    logins.prepare();
  }

  private Connection tagged(Connection connection, String tag) throws SQLException {
    try {
      Sql.of("ALTER SESSION SET QUERY_TAG = {tag}")
          .with("tag", Identifiers.escapedLiteral(tag))
          .execute(connection);
      return connection;
    } catch (SQLException e) {
      discard(connection);
      throw e;
    }
  }

  /**
   * The same, but a session that is logged in now and ends when it is closed. It is none of the
   * pool's: one of those that wait there was opened earlier, however short a time ago.
   */
  Connection openNew(String tag) throws SQLException {
    return tagged(logins.logIn(), tag);
  }

  /** Ends a session that must not be used again. */
  void discard(Connection connection) throws SQLException {
    if (connection instanceof SnowflakeConnectionV1) {
      connection.close();
    } else {
      pool.evictConnection(connection);
    }
  }

  private void close() {
    pool.close();
    logins.close();
  }
}
