package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Warehouse;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to publish on, which is replaced when it is lost if it is the session's own. */
final class Session implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  /** Makes a connection like the first one. */
  interface Connector {
    Connection connect() throws SQLException;
  }

  private final @Nullable Connector connector;
  private @Nullable Connection connection;

  /** A session on somebody else's connection. */
  Session(Connection connection) {
    this.connection = connection;
    this.connector = null;
  }

  /** A session on a connection of its own, which is opened when it is first asked for. */
  Session(Connector connector) {
    this.connector = connector;
  }

  /** Whether what failed may succeed when it is done again on this session. */
  boolean isWorthAnotherTry(Warehouse warehouse, SQLException failure) {
    return connector == null
        ? warehouse.sessions().isRetryable(failure)
        : warehouse.sessions().isRetryableAnew(failure);
  }

  /** The connection: a new one if the last was discarded. */
  Connection connection() throws SQLException {
    if (connection == null) {
      if (connector == null) {
        throw new SQLException("the connection was lost");
      }
      connection = connector.connect();
    }
    return connection;
  }

  boolean isConnected() {
    return connection != null;
  }

  /** Ends a connection that is of no use any more. */
  void discard(Warehouse warehouse) {
    Connection useless = connection;
    connection = null;
    if (useless != null) {
      try {
        warehouse.sessions().discard(useless);
      } catch (SQLException e) {
        LOG.debug("a session of no use could not be closed", e);
      }
    }
  }

  /** Closes the connection, if it is its own. */
  @Override
  public void close() throws SQLException {
    if (connector != null && connection != null) {
      connection.close();
    }
  }
}
