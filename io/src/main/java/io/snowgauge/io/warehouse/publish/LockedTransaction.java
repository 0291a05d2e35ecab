package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.ControlTables;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;

/**
 * The one kind of transaction that changes a target and its ledger. It starts by taking the
 * dataset's lock, so that a later statement sees what the previous holder has committed, and is
 * committed only if it is still the same transaction.
 */
final class LockedTransaction {
  /** What is done under the lock; must change nothing but the database, for it may be retried. */
  interface Work<T> {
    T run(Connection locked) throws SQLException;
  }

  private final Warehouse warehouse;
  private final String dataset;
  private final String holder;
  private final String locks;

  /**
   * A transaction that has not started.
   *
   * @param dataset whose lock it takes
   * @param holder the run, for people who look at the lock
   */
  LockedTransaction(Warehouse warehouse, String dataset, String holder) {
    this.warehouse = warehouse;
    this.dataset = dataset;
    this.holder = holder;
    this.locks = new ControlTables(warehouse).locks();
  }

  /**
   * Does the work and commits it. A session that was lost on the way, also by COMMIT, is discarded:
   * doing the work again on a new one settles it, for under the lock, the ledger says what was
   * done.
   *
   * @throws SQLException if nothing was changed, or if it is not known whether it was
   */
  <T> T run(Session session, Work<T> work) throws SQLException {
    Connection connection = session.connection();
    try {
      connection.setAutoCommit(false);
      while (!takeLock(connection)) {
        connection.rollback();
        createLock(connection);
        connection.commit();
      }
      String transaction = transactionId(connection);
      T result = work.run(connection);
      String last = transactionId(connection);
      if (!last.equals(transaction)) {
        throw new SQLException(
            "expected transaction "
                + transaction
                + " to be open still but found "
                + last
                + "; nothing was committed");
      }
      connection.commit();
      connection.setAutoCommit(true);
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      rollback(session, connection, e);
      throw e;
    }
  }

  /** Takes the dataset's lock; false if it has no row yet, for then nothing is locked. */
  private boolean takeLock(Connection connection) throws SQLException {
    return Sql.of(
                """
                UPDATE {locks}
                SET RUN_ID = :holder, PUBLISHED_AT = CAST(:now AS {timestamp})
                WHERE DATASET = :dataset
                """)
            .with("locks", locks)
            .with("timestamp", warehouse.dialect().typeName(ColumnType.TIMESTAMP))
            .bind("holder", holder)
            .bind("now", Instant.now())
            .bind("dataset", dataset)
            .update(connection)
        > 0;
  }

  /** Gives the dataset its row in the lock table. */
  private void createLock(Connection connection) throws SQLException {
    Sql.of(
            """
            INSERT INTO {locks} (DATASET)
            SELECT n.DATASET
            FROM (SELECT CAST(:dataset AS {text}) AS DATASET) n
            WHERE n.DATASET NOT IN (SELECT DATASET FROM {locks})
            """)
        .with("locks", locks)
        .with("text", warehouse.dialect().typeName(ColumnType.STRING))
        .bind("dataset", dataset)
        .update(connection);
  }

  /** Rolls back, or throws the connection away: what is open on it must never be committed. */
  private void rollback(Session session, Connection connection, Throwable cause) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      cause.addSuppressed(e);
      session.discard(warehouse);
    }
  }

  private String transactionId(Connection connection) throws SQLException {
    return warehouse
        .dialect()
        .transactionId()
        .queryOne(
            connection,
            row -> Objects.requireNonNullElse(row.textOrNull("TRANSACTION_ID"), "none"));
  }
}
