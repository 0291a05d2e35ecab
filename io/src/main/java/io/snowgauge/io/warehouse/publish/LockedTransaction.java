package io.snowgauge.io.warehouse.publish;

import dev.failsafe.RetryPolicy;
import io.snowgauge.io.warehouse.Retries;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Epochs;
import io.snowgauge.io.warehouse.control.PublishLocks;
import io.snowgauge.io.warehouse.control.Sight;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.phases.Phase;
import io.snowgauge.transforms.phases.Phases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The one kind of transaction that changes a target and its ledger. It starts by taking the
 * dataset's locks, goes on when it sees all that the holders before have written, and is committed
 * only if it is still the same transaction.
 */
final class LockedTransaction {
  /** So often, while nobody else can write, the ledger is looked at again. */
  private static final int LOOKS = 6;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  /** What is done under the locks; must change nothing but the database, for it may be retried. */
  interface Work<T> {
    /**
     * Does it, and writes an event to the ledger at least: the next holder looks for its epochs.
     *
     * @return nothing if nothing was changed
     */
    Optional<T> run(Locked locked) throws SQLException;
  }

  private final Warehouse warehouse;
  private final String dataset;
  private final String holder;
  private final PublishLocks locks;

  /**
   * A transaction that has not started.
   *
   * @param dataset whose locks it takes
   * @param holder the id of the run, or what else is done, for people who look at the locks
   */
  LockedTransaction(Warehouse warehouse, Dataset dataset, String holder) {
    this.warehouse = warehouse;
    this.dataset = dataset.name();
    this.holder = holder;
    this.locks = DatasetTables.locks(warehouse, dataset);
  }

  /** How far the ledger has come, as a session sees it before the transaction. */
  Epochs seen(Session session) throws SQLException {
    return locks.seen(session.connection());
  }

  /**
   * Does the work and commits it, or rolls back if it changed nothing. A session that was lost on
   * the way, also by COMMIT, is discarded: doing the work again on a new one settles it, for under
   * the locks, the ledger says what was done.
   *
   * @param since how far this process has seen the ledger before
   * @param numbers expressions of what the work wants to know under the locks
   * @throws StaleLedgerException if the session does not see all of the ledger; a new one will
   * @throws SQLException if nothing was changed, or if it is not known whether it was
   */
  <T> Optional<T> run(Session session, Epochs since, List<Sql> numbers, Work<T> work)
      throws SQLException {
    Connection connection = session.connection();
    try {
      connection.setAutoCommit(false);
      locks.take(connection, holder);
      Sight sight = look(connection, since, numbers);
      Optional<T> result = work.run(locked(connection, sight, since));
      if (result.isPresent()) {
        requireStillOpen(connection, sight.transaction());
        commit(connection);
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

  private static void commit(Connection connection) throws SQLException {
    Phases.ofThisProcess().begin(Phase.COMMIT);
    try {
      connection.commit();
    } finally {
      Phases.ofThisProcess().end(Phase.COMMIT);
    }
  }

  private Locked locked(Connection connection, Sight sight, Epochs since) {
    EventMark mark =
        new EventMark(
            sight.held().ofDataset(),
            locks.target(),
            sight.held().ofTarget(),
            UUID.randomUUID().toString());
    boolean isNews = sight.written().ofDataset() != since.ofDataset();
    return new Locked(connection, mark, isNews, sight.numbers());
  }

  /**
   * Waits until this session sees all that was committed under the locks; while they are held,
   * nothing more is.
   */
  private Sight look(Connection connection, Epochs since, List<Sql> numbers) throws SQLException {
    RetryPolicy<Sight> untilWhole =
        RetryPolicy.<Sight>builder()
            .handleIf(e -> false)
            .handleResultIf(sight -> !sight.isWhole())
            .withDelay(BETWEEN_LOOKS)
            .withMaxAttempts(LOOKS)
            .build();
    Sight sight = Retries.get(untilWhole, () -> locks.look(connection, since, numbers));
    if (!sight.isWhole()) {
      throw new StaleLedgerException(dataset, sight, locks.all());
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
