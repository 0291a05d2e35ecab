package io.snowgauge.io.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** How to connect to a warehouse, and what its errors say of a connection. */
public interface Sessions {
  /**
   * Requires that this process is able to read what the warehouse answers, without asking it.
   *
   * @throws IllegalStateException if it is not; says in a line what it has to be started with
   */
  default void requireReadable() {}

  /** Whether there is a database to connect to; connecting may create it. */
  boolean exists();

  /** Connects, with auto-commit on; the caller closes. */
  Connection connect() throws SQLException;

  /** Connects only to look: creates nothing, changes nothing, and waits for nobody. */
  default Connection connectToLook() throws SQLException {
    return connect();
  }

  /**
   * Connects to a copy of what is there now, where another process keeps everybody else out.
   *
   * @return nothing where nobody does, or where it cannot be copied
   */
  default Optional<Connection> connectToCopy() throws SQLException {
    return Optional.empty();
  }

  /**
   * Connects and leaves word for people who look at the warehouse's history.
   *
   * @param work the id of the run, or what else is done with the dataset
   */
  default Connection connect(String work, String dataset) throws SQLException {
    return connect();
  }

  /**
   * Connects with a session that was opened just now. An older one may not see yet what others have
   * committed; a new one sees all that was committed before it.
   */
  default Connection connectAnew() throws SQLException {
    return connect();
  }

  /** The same, leaving word as {@link #connect(String, String)}. */
  default Connection connectAnew(String work, String dataset) throws SQLException {
    return connect(work, dataset);
  }

  /** Ends a connection on which a transaction may still be open: nobody may use it again. */
  default void discard(Connection connection) throws SQLException {
    connection.close();
  }

  /** Whether doing the work again may succeed where it failed with this. */
  boolean isRetryable(SQLException e);

  /** Whether the work was more than the warehouse's memory keeps: a part of it may succeed. */
  default boolean isOutOfMemory(SQLException e) {
    return false;
  }

  /**
   * A failure as people should be told of it, if what the warehouse says would lead them astray.
   */
  default SQLException inWords(SQLException e) {
    return e;
  }

  /** Whether doing the work again on a new connection may succeed where it failed with this. */
  default boolean isRetryableAnew(SQLException e) {
    return isRetryable(e) || isConnectionLost(e);
  }

  /**
   * Whether the connection broke: it is not known whether the statement, be it a COMMIT, was done,
   * and only a new connection can find out.
   */
  default boolean isConnectionLost(SQLException e) {
    return false;
  }
}
