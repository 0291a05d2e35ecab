package io.snowgauge.io.warehouse;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The one kind of transaction that changes a target and its ledger. It starts by taking the
 * dataset's lock, so that a later statement sees what the previous holder has committed; it is
 * retried while others hold the lock, and committed only if it is still the same transaction.
 */
final class LockedTransaction {
  /** What is done under the lock; must change nothing but the database, for it may be retried. */
  interface Work<T> {
    T run(Sql sql) throws SQLException;
  }

  private final Warehouse warehouse;
  private final String dataset;
  private final String holder;
  private final String lock;

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
    this.lock = new ControlTables(warehouse).table(ControlTables.LOCK);
  }

  /**
   * Does the work and commits it. Where the connection breaks and can be replaced, the work is done
   * again on a new one, also if COMMIT was sent: under the lock, the ledger says what it did.
   *
   * @throws SQLException if nothing was changed, or if it is not known whether it was
   */
  <T> T run(Sql sql, Work<T> work) throws SQLException {
    RetryPolicy<Object> whileContended =
        RetryPolicy.builder()
            .handleIf(e -> e instanceof SQLException cause && canRunAgain(sql, cause))
            .withBackoff(Duration.ofMillis(100), Duration.ofSeconds(10))
            .withJitter(0.5)
            .withMaxAttempts(20)
            .build();
    try {
      return Failsafe.with(whileContended).get(() -> attempt(sql, work));
    } catch (FailsafeException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** What is staged must outlive the connection that staged it, if a new one is to go on. */
  private boolean canRunAgain(Sql sql, SQLException e) {
    return warehouse.isRetryable(e)
        || (sql.canReconnect() && warehouse.keepsStagingTables() && warehouse.isConnectionLost(e));
  }

  private <T> T attempt(Sql sql, Work<T> work) throws SQLException {
    sql.reconnectIfLost();
    Connection connection = sql.connection();
    try {
      connection.setAutoCommit(false);
      while (!lock(sql)) {
        connection.rollback();
        createLock(sql);
        connection.commit();
      }
      String transaction = transactionId(sql);
      T result = work.run(sql);
      String last = transactionId(sql);
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
      rollback(sql, e);
      throw e;
    }
  }

  /** Takes the dataset's lock; false if it has no row yet, for then nothing is locked. */
  private boolean lock(Sql sql) throws SQLException {
    return sql.update(
            "UPDATE "
                + lock
                + " SET RUN_ID = ?, PUBLISHED_AT = CAST(? AS "
                + warehouse.typeName(ColumnType.TIMESTAMP)
                + ") WHERE DATASET = ?",
            holder,
            Sql.timestamp(Instant.now()),
            dataset)
        > 0;
  }

  /** Gives the dataset its row in the lock table. */
  private void createLock(Sql sql) throws SQLException {
    sql.update(
        "INSERT INTO "
            + lock
            + " (DATASET) SELECT n.DATASET FROM (SELECT CAST(? AS "
            + warehouse.typeName(ColumnType.STRING)
            + ") AS DATASET) n WHERE n.DATASET NOT IN (SELECT DATASET FROM "
            + lock
            + ")",
        dataset);
  }

  /** Rolls back, or throws the connection away: what is open on it must never be committed. */
  private void rollback(Sql sql, Throwable cause) throws SQLException {
    Connection connection = sql.connection();
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      cause.addSuppressed(e);
      sql.discard(warehouse);
    }
  }

  private String transactionId(Sql sql) throws SQLException {
    return sql.queryOne(
        row -> Objects.requireNonNullElse(row.getString(1), "none"),
        warehouse.transactionIdQuery());
  }
}
