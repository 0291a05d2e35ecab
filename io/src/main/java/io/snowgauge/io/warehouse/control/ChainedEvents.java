package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.DeclaredColumn;
import io.snowgauge.io.warehouse.Dialect;
import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.digest.DigestColumn;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Column.JsonNull;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Adds events to the ledger, each with its place in its dataset's chain, its own hash and that of
 * the epoch before; docs/formats/ledger-chain.md is the rule. The warehouse makes the hashes in the
 * statement that inserts, so a chain takes no statement of its own.
 */
public final class ChainedEvents {
  private static final List<DeclaredColumn> HASHED =
      ControlTable.INGESTION_FILE_EVENTS.columns().stream()
          .filter(column -> column != ChainColumn.EVENT_HASH)
          .toList();

  private final Warehouse warehouse;
  private final String events;
  private final String dataset;
  private final long epoch;

  /**
   * The next events of a dataset.
   *
   * @param epoch of the holder of its lock, who alone may add any
   */
  public ChainedEvents(Warehouse warehouse, String dataset, long epoch) {
    this.warehouse = warehouse;
    this.events = new ControlTables(warehouse).fileEvents();
    this.dataset = dataset;
    this.epoch = epoch;
  }

  /**
   * Adds events; returns how many.
   *
   * @param rows a query that gives all columns but those of the chain, by their names
   */
  public long add(Connection locked, Sql rows) throws SQLException {
    List<DeclaredColumn> given = new ArrayList<>(HASHED);
    given.removeAll(List.of(ChainColumn.values()));
    return Sql.of(
            """
            INSERT INTO {events} ({names}, EVENT_HASH)
            SELECT {names}, {hash}
            FROM (
              SELECT
                {values},
                {last} + ROW_NUMBER() OVER (ORDER BY n.URI, n.FILE_ID, n.RUN_ID, n.ATTEMPT) AS PLACE,
                {previous} AS PREVIOUS_HASH
              FROM ({rows}) n) e
            """)
        .with("events", events)
        .withAll("names", HASHED.stream().map(DeclaredColumn::name).toList())
        .with("hash", hash(warehouse))
        .withAll("values", given.stream().map(this::value).toList())
        .with("last", last())
        .with("previous", previous())
        .with("rows", rows)
        .update(locked);
  }

  /** As the table will have it, so that its text is the same before and after. */
  private Sql value(DeclaredColumn column) {
    return Sql.of("CAST(n.{column} AS {type}) AS {column}")
        .with("column", column.name())
        .with("type", warehouse.dialect().typeName(column.type()));
  }

  /** The hash of an event, as an expression of its columns. */
  static Sql hash(Warehouse warehouse) {
    List<DigestColumn> columns =
        DigestColumn.of(
            HASHED.stream()
                .map(
                    column ->
                        new Column(
                            column.name(),
                            column.name().toLowerCase(Locale.ROOT),
                            column.type(),
                            JsonNull.OMITTED))
                .toList());
    return warehouse.dialect().sha256(warehouse.dialect().canonicalText(columns));
  }

  /** The last place that is taken. */
  private Sql last() {
    return Sql.of("(SELECT COALESCE(MAX(c.PLACE), 0) FROM {events} c WHERE c.DATASET = :dataset)")
        .with("events", events)
        .bind("dataset", dataset);
  }

  /** Of the epoch before, all events are seen under the lock. */
  private Sql previous() {
    return hashOf(
        warehouse,
        dataset,
        epoch == 1
            ? Sql.of("c.EPOCH IS NULL")
            : Sql.of("c.EPOCH = :before").bind("before", epoch - 1));
  }

  /**
   * The hash of some events {@code c} of a dataset, as an expression. In two steps, for no text may
   * become too long: the hashes of events that begin with the same two digits are hashed together,
   * and then those.
   *
   * @param which a condition that these meet
   */
  static Sql hashOf(Warehouse warehouse, String dataset, Sql which) {
    Dialect dialect = warehouse.dialect();
    Sql all = dialect.joined("d.DIGITS_HASH", "d.DIGITS");
    return Sql.of(
            """
            (SELECT {hash}
             FROM (
               SELECT LEFT(c.EVENT_HASH, 2) AS DIGITS, {hashOfDigits} AS DIGITS_HASH
               FROM {events} c
               WHERE c.DATASET = :dataset AND {which} AND c.EVENT_HASH IS NOT NULL
               GROUP BY LEFT(c.EVENT_HASH, 2)) d)
            """)
        .with("hash", dialect.sha256(Sql.of("COALESCE({all}, '')").with("all", all)))
        .with("hashOfDigits", dialect.sha256(dialect.joined("c.EVENT_HASH", "c.EVENT_HASH")))
        .with("events", new ControlTables(warehouse).fileEvents())
        .bind("dataset", dataset)
        .with("which", which);
  }
}
