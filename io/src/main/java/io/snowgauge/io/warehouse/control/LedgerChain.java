package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads the chains of the ledger: docs/formats/ledger-chain.md is the rule. */
public final class LedgerChain {
  private final Warehouse warehouse;
  private final String events;
  private final String stubs;

  /** The chains of a warehouse. */
  public LedgerChain(Warehouse warehouse) {
    ControlTables tables = new ControlTables(warehouse);
    this.warehouse = warehouse;
    this.events = tables.fileEvents();
    this.stubs = tables.table(ControlTable.LEDGER_STUBS);
  }

  /**
   * The end of a chain.
   *
   * @param epoch the last one
   * @param place of its last event
   * @param hash of all events of the epoch, which a next one would be chained to
   */
  public record Head(String dataset, long epoch, long place, String hash) {}

  /** Is given the events of a chain. */
  public interface Visitor {
    /**
     * Looks at one.
     *
     * @param isDisguised whether it is in no chain but names a version that the chain has
     */
    void visit(LedgerEvent event, boolean isDisguised);
  }

  /** The datasets of which there are events, by name. */
  public List<String> datasets(Connection connection) throws SQLException {
    return Sql.of(
            """
            SELECT DISTINCT COALESCE(DATASET, '') AS NAME
            FROM {events}
            UNION
            SELECT DISTINCT COALESCE(DATASET, '') AS NAME
            FROM {stubs}
            ORDER BY NAME
            """)
        .with("events", events)
        .with("stubs", stubs)
        .texts(connection);
  }

  /** Visits all events of a dataset: those without a place first, then by their places. */
  public void each(Connection connection, String dataset, Visitor visitor) throws SQLException {
    Sql.of(
            """
            SELECT
              {columns},
              CASE WHEN e.EVENT_HASH IS NULL AND c.CHAINED IS NOT NULL THEN 1 ELSE 0 END
                AS IS_DISGUISED
            FROM {events} e
            LEFT JOIN (
              SELECT DISTINCT FILE_ID AS CHAINED
              FROM {events}
              WHERE DATASET = :dataset
                AND (PLACE IS NOT NULL
                  OR (EVENT_HASH IS NOT NULL AND STATUS IN (
                    'PUBLISHED', 'REPLACED', 'SUPERSEDED', 'RETRACTED', 'REPLAYED')))) c
              ON c.CHAINED = e.FILE_ID
            WHERE COALESCE(DATASET, '') = :dataset
            ORDER BY PLACE NULLS FIRST, EPOCH NULLS FIRST, EVENT_HASH
            """)
        .withAll("columns", LedgerEvent.columns())
        .with("events", events)
        .bind("dataset", dataset)
        .each(
            connection, row -> visitor.visit(LedgerEvent.of(row), row.number("IS_DISGUISED") == 1));
  }

  /** What retention left for events of a dataset that it removed. */
  public List<String> stubs(Connection connection, String dataset) throws SQLException {
    return Sql.of(
            """
            SELECT STUB
            FROM {stubs}
            WHERE COALESCE(DATASET, '') = :dataset AND STUB IS NOT NULL
            ORDER BY FIRST_PLACE
            """)
        .with("stubs", stubs)
        .bind("dataset", dataset)
        .texts(connection);
  }

  /** Where a chain ends; nothing if it has not begun. */
  public Optional<Head> head(Connection connection, String dataset) throws SQLException {
    Sql last =
        Sql.of(
                """
                c.EPOCH = (SELECT MAX(EPOCH) FROM {events} WHERE DATASET = :dataset)
                """)
            .with("events", events)
            .bind("dataset", dataset);
    return Sql.of(
            """
            SELECT EPOCH, MAX(PLACE) AS LAST_PLACE, {hash} AS HEAD_HASH
            FROM {events}
            WHERE DATASET = :dataset AND PLACE IS NOT NULL
            GROUP BY EPOCH
            ORDER BY EPOCH DESC
            LIMIT 1
            """)
        .with("hash", ChainedEvents.hashOf(warehouse, dataset, last))
        .with("events", events)
        .bind("dataset", dataset)
        .query(
            connection,
            row ->
                new Head(
                    dataset, row.number("EPOCH"), row.number("LAST_PLACE"), row.text("HEAD_HASH")))
        .stream()
        .findFirst();
  }

  /** What receipts are asked for. */
  public enum By {
    URI,
    RUN_ID
  }

  /** Of each version of a file, or of a run, the last event in its chain; by dataset and place. */
  public List<LedgerEvent> last(Connection connection, By by, String value) throws SQLException {
    return Sql.of(
            """
            SELECT {columns}
            FROM {events}
            WHERE {by} = :value AND PLACE IS NOT NULL
            QUALIFY ROW_NUMBER() OVER (PARTITION BY DATASET, FILE_ID ORDER BY PLACE DESC) = 1
            ORDER BY DATASET, PLACE
            """)
        .withAll("columns", LedgerEvent.columns())
        .with("events", events)
        .with("by", by.name())
        .bind("value", value)
        .query(connection, LedgerEvent::of);
  }

  /** The events at a place of a chain: one, unless somebody has been at it. */
  public List<LedgerEvent> at(Connection connection, String dataset, long place)
      throws SQLException {
    return Sql.of("SELECT {columns} FROM {events} WHERE DATASET = :dataset AND PLACE = :place")
        .withAll("columns", LedgerEvent.columns())
        .with("events", events)
        .bind("dataset", dataset)
        .bind("place", place)
        .query(connection, LedgerEvent::of);
  }

  /**
   * Why lines of a version were refused in a run.
   *
   * @param lines how many, of those whose text is kept
   */
  public record Reason(String reason, long lines) {}

  /** The reasons, those of most lines first. */
  public List<Reason> reasons(Connection connection, LedgerEvent event) throws SQLException {
    return Sql.of(
            """
            SELECT REASON, COUNT(*) AS LINES
            FROM {rejects}
            WHERE DATASET = :dataset AND FILE_ID = :file AND RUN_ID = :run AND REASON IS NOT NULL
            GROUP BY REASON
            ORDER BY LINES DESC, REASON
            LIMIT 100
            """)
        .with("rejects", new ControlTables(warehouse).rejects())
        .bind("dataset", event.dataset())
        .bind("file", event.text("FILE_ID"))
        .bind("run", event.text("RUN_ID"))
        .query(connection, row -> new Reason(row.text("REASON"), row.number("LINES")));
  }
}
