package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Warehouse;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to publish on, which is replaced by a new one when it is lost. */
final class Session implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  /** Makes a connection. */
  interface Connector {
    /**
     * Makes one.
     *
     * @param isNew whether it must be a session that was opened just now
     */
    Connection connect(boolean isNew) throws SQLException;
  }

  private final Connector connector;
  private @Nullable Connection connection;
  private boolean wasDiscarded;

  /** A session whose connection is opened when it is first asked for. */
  Session(Connector connector) {
    this.connector = connector;
  }

  /**
   * A session of a warehouse.
   *
   * @param work the id of the run, or what else is done with the dataset, for people who look at
   *     the warehouse's history
   */
  static Session of(Warehouse warehouse, String work, String dataset) {
    return new Session(
        isNew ->
            isNew
                ? warehouse.sessions().connectAnew(work, dataset)
                : warehouse.sessions().connect(work, dataset));
  }

  /** Whether what failed may succeed when it is done again on this session. */
  boolean isWorthAnotherTry(Warehouse warehouse, SQLException failure) {
    return warehouse.sessions().isRetryableAnew(failure) || failure instanceof StaleLedgerException;
  }

  /** The connection: a new one if the last was discarded. */
  Connection connection() throws SQLException {
    if (connection == null) {
      connection = connector.connect(wasDiscarded);
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
    wasDiscarded = true;
    if (useless != null) {
      try {
        warehouse.sessions().discard(useless);
      } catch (SQLException e) {
        LOG.debug("a session of no use could not be closed", e);
      }
    }
  }

  /** Discards a connection with which the work cannot be done again. */
  void discardIfUseless(Warehouse warehouse, SQLException failure) {
    if (warehouse.sessions().isConnectionLost(failure) || failure instanceof StaleLedgerException) {
      discard(warehouse);
    }
  }

  /** Gives the connection back. */
  @Override
  public void close() throws SQLException {
    if (connection != null) {
      connection.close();
    }
  }
}
