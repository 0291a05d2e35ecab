package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.DeclaredColumn;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.files.Sha256;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The lock of a dataset: a table of its own, for Snowflake locks tables where it updates them, with
 * a row that counts its holders. A publisher that has the lock knows by its epoch what the ledger
 * has to hold: the events of all epochs before.
 */
public final class PublishLock {
  private static final String PREFIX = "PUBLISH_LOCK_";
  private static final int LONGEST_NAME = 200;

  private final Warehouse warehouse;
  private final String dataset;
  private final String table;

  /** The lock of a dataset. */
  public PublishLock(Warehouse warehouse, String dataset) {
    this.warehouse = warehouse;
    this.dataset = dataset;
    this.table =
        warehouse.dialect().qualified(warehouse.controlSchema())
            + "."
            + Identifiers.quoteExactly(PREFIX + suffix(dataset));
  }

  /** The table, as statements name it. */
  public String name() {
    return table;
  }

  private static String suffix(String dataset) {
    String name = Identifiers.canonical(dataset);
    return name.length() <= LONGEST_NAME ? name : Sha256.identity(dataset, 16);
  }

  private enum LockColumn implements DeclaredColumn {
    DATASET(ColumnType.STRING),
    EPOCH(ColumnType.INTEGER),
    RUN_ID(ColumnType.STRING),
    TAKEN_AT(ColumnType.TIMESTAMP);

    @SuppressWarnings("ImmutableEnumChecker") // A record that cannot be changed.
    private final ColumnType type;

    LockColumn(ColumnType type) {
      this.type = type;
    }

    @Override
    public ColumnType type() {
      return type;
    }
  }

  /**
   * Creates the table unless it is there, to go on where the ledger ends; where creating commits,
   * outside of a transaction.
   */
  public void create(Connection connection) throws SQLException {
    Sql.of("CREATE TABLE IF NOT EXISTS {lock} ({columns})")
        .with("lock", table)
        .withAll(
            "columns",
            DeclaredColumn.definition(
                List.of(LockColumn.values()), warehouse.dialect()::controlTypeName))
        .execute(connection);
    Sql.of(
            """
            INSERT INTO {lock} (DATASET, EPOCH)
            SELECT
              n.DATASET,
              (SELECT COALESCE(MAX(EPOCH), 0) FROM {events} WHERE DATASET = :dataset)
            FROM (SELECT CAST(:dataset AS {text}) AS DATASET) n
            WHERE n.DATASET NOT IN (SELECT DATASET FROM {lock})
            """)
        .with("lock", table)
        .with("events", new ControlTables(warehouse).fileEvents())
        .with("text", warehouse.dialect().typeName(ColumnType.STRING))
        .bind("dataset", dataset)
        .update(connection);
  }

  /**
   * Takes it, waiting for whoever has it, until the transaction ends. Has to be the first statement
   * of the transaction.
   *
   * @param holder the run, for people who look at the lock
   * @return false if there is no row to lock: {@link #create} makes it
   */
  public boolean take(Connection connection, String holder) throws SQLException {
    return Sql.of(
                """
                UPDATE {lock}
                SET EPOCH = EPOCH + 1, RUN_ID = :holder, TAKEN_AT = CAST(:now AS {timestamp})
                WHERE DATASET = :dataset
                """)
            .with("lock", table)
            .with("timestamp", warehouse.dialect().typeName(ColumnType.TIMESTAMP))
            .bind("holder", holder)
            .bind("now", Instant.now())
            .bind("dataset", dataset)
            .update(connection)
        > 0;
  }

  /**
   * What a transaction that has the lock sees.
   *
   * @param epoch of this holder
   * @param written the last epoch that the ledger has events of, as far as they are seen
   * @param transaction the transaction's id
   */
  public record Sight(long epoch, long written, String transaction) {
    /** Whether all is seen that the holders before have written. */
    public boolean isWhole() {
      return written == epoch - 1;
    }
  }

  /** Looks, under the lock. */
  public Sight look(Connection locked) throws SQLException {
    return Sql.of(
            """
            SELECT
              (SELECT MAX(EPOCH) FROM {lock} WHERE DATASET = :dataset) AS EPOCH,
              (SELECT COALESCE(MAX(EPOCH), 0) FROM {events} WHERE DATASET = :dataset) AS WRITTEN,
              {transaction} AS TRANSACTION_ID
            """)
        .with("lock", table)
        .with("events", new ControlTables(warehouse).fileEvents())
        .with("transaction", warehouse.dialect().transaction())
        .bind("dataset", dataset)
        .queryOne(
            locked,
            row ->
                new Sight(
                    row.number("EPOCH"),
                    row.number("WRITTEN"),
                    Objects.requireNonNullElse(row.textOrNull("TRANSACTION_ID"), "none")));
  }
}
