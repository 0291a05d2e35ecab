package io.snowgauge.io.warehouse.publish;

import dev.failsafe.RetryPolicy;
import io.snowgauge.io.warehouse.Retries;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.PublishLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The one kind of transaction that changes a target and its ledger. It starts by taking the
 * dataset's lock, goes on when it sees all that the holders before have written, and is committed
 * only if it is still the same transaction.
 */
final class LockedTransaction {
  /** So often, while nobody else can write, the ledger is looked at again. */
  private static final int LOOKS = 6;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  /** What is done under the lock; must change nothing but the database, for it may be retried. */
  interface Work<T> {
    /**
     * Does it, and writes an event to the ledger at least: the next holder looks for its epoch.
     *
     * @return nothing if nothing was changed
     */
    Optional<T> run(Locked locked) throws SQLException;
  }

  private final Warehouse warehouse;
  private final String dataset;
  private final String holder;
  private final PublishLock lock;

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
    this.lock = new PublishLock(warehouse, dataset);
  }

  /**
   * Does the work and commits it, or rolls back if it changed nothing. A session that was lost on
   * the way, also by COMMIT, is discarded: doing the work again on a new one settles it, for under
   * the lock, the ledger says what was done.
   *
   * @throws StaleLedgerException if the session does not see all of the ledger; a new one will
   * @throws SQLException if nothing was changed, or if it is not known whether it was
   */
  <T> Optional<T> run(Session session, Work<T> work) throws SQLException {
    Connection connection = session.connection();
    try {
      begin(connection);
      PublishLock.Sight sight = look(connection);
      Optional<T> result = work.run(new Locked(connection, sight.epoch()));
      if (result.isPresent()) {
        requireStillOpen(connection, sight.transaction());
        connection.commit();
      } else {
        connection.rollback();
      }
      connection.setAutoCommit(true);
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      rollback(session, connection, e);
      throw e;
    }
  }

  private void begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    if (!takesIfThere(connection)) {
      connection.rollback();
      connection.setAutoCommit(true);
      lock.create(connection);
      connection.setAutoCommit(false);
      if (!lock.take(connection, holder)) {
        throw new SQLException(
            "%s: expected to take the lock %s but it has no row for the dataset"
                .formatted(dataset, lock.name()));
      }
    }
  }

  private boolean takesIfThere(Connection connection) throws SQLException {
    try {
      return lock.take(connection, holder);
    } catch (SQLException e) {
      if (warehouse.dialect().isMissing(e)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Waits until this session sees all that was committed under the lock; while it is held, nothing
   * more is.
   */
  private PublishLock.Sight look(Connection connection) throws SQLException {
    RetryPolicy<PublishLock.Sight> untilWhole =
        RetryPolicy.<PublishLock.Sight>builder()
            .handleIf(e -> false)
            .handleResultIf(sight -> !sight.isWhole())
            .withDelay(BETWEEN_LOOKS)
            .withMaxAttempts(LOOKS)
            .build();
    PublishLock.Sight sight = Retries.get(untilWhole, () -> lock.look(connection));
    if (!sight.isWhole()) {
      throw new StaleLedgerException(dataset, sight.epoch() - 1, sight.written(), lock.name());
    }
    return sight;
  }

  private void requireStillOpen(Connection connection, String transaction) throws SQLException {
    String last =
        warehouse
            .dialect()
            .transactionId()
            .queryOne(
                connection,
                row -> Objects.requireNonNullElse(row.textOrNull("TRANSACTION_ID"), "none"));
    if (!last.equals(transaction)) {
      throw new SQLException(
          "expected transaction "
              + transaction
              + " to be open still but found "
              + last
              + "; nothing was committed");
    }
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
}
