package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Warehouse;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A connection to publish on, which can be replaced when it is lost if it is the session's own. */
final class Session implements AutoCloseable {
  /** Makes a connection like the first one. */
  interface Connector {
    Connection connect() throws SQLException;
  }

  private final @Nullable Connector connector;
  private Connection connection;
  private boolean isLost;

  /** A session on somebody else's connection. */
  Session(Connection connection) {
    this.connection = connection;
    this.connector = null;
  }

  /** A session on a connection of its own. */
  Session(Connector connector) throws SQLException {
    this.connector = connector;
    this.connection = connector.connect();
  }

  boolean canReconnect() {
    return connector != null;
  }

  /** Ends a connection that is of no use any more. */
  void discard(Warehouse warehouse) throws SQLException {
    isLost = true;
    warehouse.sessions().discard(connection);
  }

  /** Goes on with a new connection if the last one was discarded. */
  void reconnectIfLost() throws SQLException {
    if (isLost && connector != null) {
      connection = connector.connect();
      isLost = false;
    }
  }

  Connection connection() {
    return connection;
  }

  /** Closes the connection, if it is its own. */
  @Override
  public void close() throws SQLException {
    if (connector != null && !isLost) {
      connection.close();
    }
  }
}
