package io.snowgauge.io.warehouse.snowflake;

import io.snowgauge.io.warehouse.Sessions;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import net.snowflake.client.jdbc.SnowflakeDriver;

/** Sessions of an account, from this process' pool. */
record SnowflakeSessions(SnowflakeAccount account) implements Sessions {
  /** Only shown to people; nothing is connected to before it is needed. */
  @Override
  public boolean exists() {
    return true;
  }

  /** The driver reads Arrow's buffers, which reach into the JDK. */
  @Override
  public void requireReadable() {
    Module driver = SnowflakeDriver.class.getModule();
    if (!ByteBuffer.class.getModule().isOpen(ByteBuffer.class.getPackageName(), driver)) {
      throw new IllegalStateException(
          "this JVM cannot read the results of Snowflake's queries: start it with"
              + " --add-opens=java.base/java.nio=ALL-UNNAMED (on Flink in env.java.opts.all)");
    }
  }

  @Override
  public Connection connect() throws SQLException {
    return SessionPool.of(account).open(QueryTag.NONE);
  }

  @Override
  public Connection connect(String work, String dataset) throws SQLException {
    return SessionPool.of(account).open(QueryTag.of(work, dataset));
  }

  @Override
  public Connection connectAnew() throws SQLException {
    return SessionPool.of(account).openNew(QueryTag.NONE);
  }

  @Override
  public Connection connectAnew(String work, String dataset) throws SQLException {
    return SessionPool.of(account).openNew(QueryTag.of(work, dataset));
  }

  @Override
  public void discard(Connection connection) throws SQLException {
    SessionPool.of(account).discard(connection);
  }

  @Override
  public boolean isRetryable(SQLException e) {
    return SnowflakeErrors.isRetryable(e);
  }

  @Override
  public boolean isConnectionLost(SQLException e) {
    return SnowflakeErrors.isConnectionLost(e);
  }
}
