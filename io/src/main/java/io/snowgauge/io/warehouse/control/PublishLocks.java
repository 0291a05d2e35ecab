package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.DeclaredColumn;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The two locks that whoever changes a target has to have, taken in this order: that of the
 * dataset, for its ledger decides what is loaded, and that of the target, which datasets of several
 * configurations may load into. Each is a table of its own, for Snowflake locks tables where it
 * updates them, and counts its holders. Whoever has both knows by these epochs what the ledger has
 * to hold: the events of all epochs before.
 *
 * <p>A lock that several programs create at a time may get several rows. That does no harm: all are
 * raised together, and the highest one counts.
 */
public final class PublishLocks {
  private final Warehouse warehouse;
  private final ControlTables tables;
  private final String dataset;
  private final String target;
  private final LockName ofDataset;
  private final LockName ofTarget;

  /**
   * The locks of a dataset.
   *
   * @param table its target, as configured
   */
  public PublishLocks(Warehouse warehouse, String dataset, String table) {
    this.warehouse = warehouse;
    this.tables = new ControlTables(warehouse);
    this.dataset = dataset;
    this.target =
        Identifiers.canonical(warehouse.targetSchema()) + "." + Identifiers.canonical(table);
    this.ofDataset = LockName.ofDataset(dataset);
    this.ofTarget = LockName.ofTarget(table, target);
  }

  /** The target, as events name it. */
  public String target() {
    return target;
  }

  /** The names of the tables, plain. */
  public List<String> names() {
    return List.of(ofDataset.name(), ofTarget.name());
  }

  /** The tables, as statements name them. */
  public List<String> all() {
    return List.of(name(ofDataset), name(ofTarget));
  }

  private String name(LockName lock) {
    return warehouse.dialect().qualified(warehouse.controlSchema())
        + "."
        + Identifiers.quoteExactly(lock.name());
  }

  private enum LockColumn implements DeclaredColumn {
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
   * The statements that create what is missing, in order, to go on where the ledger ends; running
   * them again changes nothing. The control tables have to be there.
   */
  public List<Sql> ddl() {
    List<Sql> ddl = new ArrayList<>();
    for (String lock : all()) {
      ddl.add(
          Sql.of("CREATE TABLE IF NOT EXISTS {lock} ({columns})")
              .with("lock", lock)
              .withAll(
                  "columns",
                  DeclaredColumn.definition(
                      List.of(LockColumn.values()), warehouse.dialect()::controlTypeName)));
    }
    ddl.add(first(name(ofDataset), "EPOCH", "DATASET", dataset));
    ddl.add(first(name(ofTarget), "TARGET_EPOCH", "TARGET", target));
    return ddl;
  }

  private Sql first(String lock, String epoch, String key, String value) {
    return Sql.of(
            """
            INSERT INTO {lock} (EPOCH)
            SELECT (SELECT COALESCE(MAX({epoch}), 0) FROM {events} WHERE {key} = {value})
            WHERE (SELECT COUNT(*) FROM {lock}) = 0
            """)
        .with("lock", lock)
        .with("epoch", epoch)
        .with("events", tables.fileEvents())
        .with("key", key)
        .with("value", Identifiers.literal(value));
  }

  /**
   * Creates what is missing, on a session that is opened for it: nobody has published since without
   * the locks, so it sees all epochs.
   */
  public void create(Connection connection) throws SQLException {
    if (isReady(connection)) {
      return;
    }
    try (Connection fresh = warehouse.sessions().connectAnew()) {
      for (Sql statement : ddl()) {
        statement.execute(fresh);
      }
    }
  }

  private boolean isReady(Connection connection) throws SQLException {
    try {
      return Sql.of(
                  """
                  SELECT (SELECT COUNT(*) FROM {ofDataset}) * (SELECT COUNT(*) FROM {ofTarget})
                  """)
              .with("ofDataset", name(ofDataset))
              .with("ofTarget", name(ofTarget))
              .number(connection)
          > 0;
    } catch (SQLException e) {
      if (warehouse.dialect().isMissing(e)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Requires that the locks are there, for {@code init} to have created them.
   *
   * @throws SQLException if they are not; says what to do
   */
  public void require(Connection connection) throws SQLException {
    if (!isReady(connection)) {
      throw missing(null);
    }
  }

  private SQLException missing(@Nullable SQLException cause) {
    return new SQLException(
        dataset
            + ": expected the locks "
            + String.join(" and ", all())
            + " but this role sees not both; 'snowgauge init' creates and grants them",
        cause);
  }

  /** How far the ledger has come, as far as a session sees it; nobody need have the locks. */
  public Epochs seen(Connection connection) throws SQLException {
    return Sql.of("SELECT {written}")
        .with("written", written(Epochs.NONE))
        .queryOne(connection, Epochs::written);
  }

  /**
   * Takes them, waiting for whoever has them, until the transaction ends. Has to come first in the
   * transaction.
   *
   * @param holder the run, for people who look at a lock
   * @throws SQLException also if one is not there
   */
  public void take(Connection connection, String holder) throws SQLException {
    for (String lock : all()) {
      if (raise(connection, lock, holder) == 0) {
        // An update of no row locks nothing.
        throw missing(null);
      }
    }
  }

  private long raise(Connection connection, String lock, String holder) throws SQLException {
    try {
      return Sql.of(
              """
              UPDATE {lock}
              SET EPOCH = EPOCH + 1, RUN_ID = :holder, TAKEN_AT = CAST(:now AS {timestamp})
              """)
          .with("lock", lock)
          .with("timestamp", warehouse.dialect().typeName(ColumnType.TIMESTAMP))
          .bind("holder", holder)
          .bind("now", Instant.now())
          .update(connection);
    } catch (SQLException e) {
      throw warehouse.dialect().isMissing(e) ? missing(e) : e;
    }
  }

  /**
   * Looks, under the locks.
   *
   * @param since what this process has seen before, so that only later events are looked through
   * @param numbers expressions of what else the holder wants to know
   */
  public Sight look(Connection locked, Epochs since, List<Sql> numbers) throws SQLException {
    return Sql.of(
            """
            SELECT
              (SELECT MAX(EPOCH) FROM {ofDataset}) AS HELD,
              (SELECT MAX(EPOCH) FROM {ofTarget}) AS TARGET_HELD,
              {written},
              {transaction} AS TRANSACTION_ID{numbers}
            """)
        .with("ofDataset", name(ofDataset))
        .with("ofTarget", name(ofTarget))
        .with("written", written(since))
        .with("transaction", warehouse.dialect().transaction())
        .withMore("numbers", Numbers.columns(numbers))
        .queryOne(
            locked,
            row ->
                new Sight(
                    new Epochs(row.number("HELD"), row.number("TARGET_HELD")),
                    Epochs.written(row),
                    Objects.requireNonNullElse(row.textOrNull("TRANSACTION_ID"), "none"),
                    Numbers.of(row, numbers.size())));
  }

  /**
   * How far the ledger has come, as columns of a query.
   *
   * @param since what is known, so that only later events are looked through
   */
  public Sql written(Epochs since) {
    return Sql.of(
            """
            (SELECT COALESCE(MAX(EPOCH), 0)
             FROM {events}
             WHERE DATASET = :dataset AND EPOCH >= :since) AS WRITTEN,
            (SELECT COALESCE(MAX(TARGET_EPOCH), 0)
             FROM {events}
             WHERE TARGET = :target AND TARGET_EPOCH >= :sinceOfTarget) AS TARGET_WRITTEN
            """)
        .with("events", tables.fileEvents())
        .bind("dataset", dataset)
        .bind("since", since.ofDataset())
        .bind("target", target)
        .bind("sinceOfTarget", since.ofTarget());
  }
}
