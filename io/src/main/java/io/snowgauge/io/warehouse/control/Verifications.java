package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.TimestampText;
import io.snowgauge.io.warehouse.Warehouse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** How far datasets were verified without a difference: rows are only added. */
public final class Verifications {
  private final Warehouse warehouse;
  private final String table;

  /** Those that a warehouse keeps. */
  public Verifications(Warehouse warehouse) {
    this.warehouse = warehouse;
    this.table = new ControlTables(warehouse).table(ControlTable.VERIFICATIONS);
  }

  /**
   * A verification that came further than those before it.
   *
   * @param epoch of the last publication that was looked at
   * @param versions how many versions were compared in it
   * @param rows how many rows of them
   * @param at when it was
   */
  public record Verification(long epoch, long versions, long rows, Instant at) {}

  /**
   * The verification of a dataset that came furthest; nothing if there was none, or if it came
   * further than the ledger has come: anybody may have written that, so all counts as never
   * verified.
   */
  public Optional<Verification> last(Connection connection, String dataset) throws SQLException {
    try {
      return Sql.of(
              """
              SELECT
                EPOCH,
                VERSION_COUNT,
                ROW_COUNT,
                CAST(VERIFIED_AT AS VARCHAR) AS VERIFIED_AT,
                (SELECT COALESCE(MAX(EPOCH), 0) FROM {events} WHERE DATASET = :dataset)
                  AS LAST_EPOCH
              FROM {table}
              WHERE DATASET = :dataset
              QUALIFY ROW_NUMBER() OVER (ORDER BY EPOCH DESC, VERIFIED_AT DESC) = 1
              """)
          .with("table", table)
          .with("events", new ControlTables(warehouse).fileEvents())
          .bind("dataset", dataset)
          .query(
              connection,
              row ->
                  row.number("EPOCH") > row.number("LAST_EPOCH")
                      ? Optional.<Verification>empty()
                      : Optional.of(
                          new Verification(
                              row.number("EPOCH"),
                              row.number("VERSION_COUNT"),
                              row.number("ROW_COUNT"),
                              TimestampText.toInstant(row.text("VERIFIED_AT")))))
          .stream()
          .findFirst()
          .flatMap(Function.identity());
    } catch (SQLException e) {
      if (warehouse.dialect().isMissing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The last publication of a dataset that was verified, by its epoch; 0 if none was. */
  public long lastEpoch(Connection connection, String dataset) throws SQLException {
    return last(connection, dataset).map(Verification::epoch).orElse(0L);
  }

  /**
   * Adds that a dataset was verified.
   *
   * @param epoch of the last publication that was looked at
   * @param versions how many versions were compared
   * @param rows how many rows of them
   */
  public void add(Connection connection, String dataset, long epoch, long versions, long rows)
      throws SQLException {
    if (warehouse.traits().createsOnUse()) {
      new ControlSchema(warehouse).create(connection);
    }
    try {
      Sql.of(
              """
              INSERT INTO {table} (DATASET, EPOCH, VERSION_COUNT, ROW_COUNT, VERIFIED_AT)
              SELECT :dataset, :epoch, :versions, :rows, {now}
              """)
          .with("table", table)
          .with("now", warehouse.dialect().now())
          .bind("dataset", dataset)
          .bind("epoch", epoch)
          .bind("versions", versions)
          .bind("rows", rows)
          .update(connection);
    } catch (SQLException e) {
      if (warehouse.dialect().isMissing(e)) {
        throw new SQLException(
            "expected the control table " + table + " but found none; 'snowgauge init' creates it",
            e);
      }
      throw e;
    }
  }
}
