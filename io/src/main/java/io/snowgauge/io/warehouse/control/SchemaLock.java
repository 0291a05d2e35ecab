package io.snowgauge.io.warehouse.control;

import dev.failsafe.RetryPolicy;
import io.snowgauge.io.warehouse.Retries;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Held by the one program that changes the control tables, while others wait: an update of the
 * versions that are there, which stays open, on a connection of its own, because changes of tables
 * commit. It is never committed and ends with the connection, however that ends. Where no version
 * is there yet it keeps nobody out: several may create tables at a time.
 */
final class SchemaLock implements AutoCloseable {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  private final Warehouse warehouse;
  private final Connection connection;
  private final String transaction;

  private SchemaLock(Warehouse warehouse, Connection connection, String transaction) {
    this.warehouse = warehouse;
    this.connection = connection;
    this.transaction = transaction;
  }

  /** Takes the lock, waiting for whoever has it. */
  static SchemaLock take(Warehouse warehouse) throws SQLException {
    RetryPolicy<SchemaLock> whileHeld =
        RetryPolicy.<SchemaLock>builder()
            .handleIf(e -> e instanceof SQLException sql && warehouse.sessions().isRetryable(sql))
            .withBackoff(Duration.ofMillis(100), Duration.ofSeconds(10))
            .withMaxRetries(-1)
            .withMaxDuration(LONGEST_WAIT)
            .build();
    return Retries.get(whileHeld, () -> tryToTake(warehouse));
  }

  private static SchemaLock tryToTake(Warehouse warehouse) throws SQLException {
    Connection connection = warehouse.connect();
    try {
      connection.setAutoCommit(false);
      // To other values, for DuckDB leaves out an update that changes none.
      Sql.of("UPDATE {versions} SET INSTALLED_AT = {now} WHERE INSTALLED_AT IS NOT NULL")
          .with("versions", new ControlTables(warehouse).versions())
          .with("now", warehouse.dialect().now())
          .update(connection);
      return new SchemaLock(warehouse, connection, transaction(warehouse, connection));
    } catch (SQLException | RuntimeException e) {
      end(warehouse, connection);
      throw e;
    }
  }

  /**
   * Requires that the lock was held all the time: Snowflake ends a transaction that does nothing
   * for minutes while another one waits for it.
   */
  void requireHeld() throws SQLException {
    if (!transaction(warehouse, connection).equals(transaction)) {
      throw new SQLException(
          "the lock on the control tables in "
              + warehouse.controlSchema()
              + " was lost; run 'snowgauge init' again");
    }
  }

  private static String transaction(Warehouse warehouse, Connection connection)
      throws SQLException {
    return warehouse
        .dialect()
        .transactionId()
        .queryOne(connection, row -> String.valueOf(row.textOrNull("TRANSACTION_ID")));
  }

  @Override
  public void close() throws SQLException {
    end(warehouse, connection);
  }

  /** Gives the connection back, or throws it away if the transaction on it does not end. */
  private static void end(Warehouse warehouse, Connection connection) throws SQLException {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
      connection.close();
    } catch (SQLException e) {
      warehouse.sessions().discard(connection);
    }
  }
}
