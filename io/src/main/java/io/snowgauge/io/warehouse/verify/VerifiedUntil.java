package io.snowgauge.io.warehouse.verify;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.ControlTables;
import io.snowgauge.io.warehouse.control.Verifications;
import io.snowgauge.io.warehouse.control.Verifications.Verification;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a dataset was verified without a difference, one verification going on where the last one
 * ended.
 *
 * @param last the verification that came furthest; null if there was none
 * @param loadedUntil when the newest was loaded of what it and those before it looked at; null if
 *     there was none, or if the ledger does not have it any more
 * @param since how many versions that are in were published since, which the next one will compare
 */
public record VerifiedUntil(
    @Nullable Verification last, @Nullable Instant loadedUntil, long since) {
  /** Of a dataset of which nothing was loaded. */
  public static final VerifiedUntil NEVER = new VerifiedUntil(null, null, 0);

  /** Asks the warehouse. */
  public static VerifiedUntil read(Warehouse warehouse, Connection connection, String dataset)
      throws SQLException {
    Verification last = new Verifications(warehouse).last(connection, dataset).orElse(null);
    long epoch = last == null ? 0 : last.epoch();
    Selection selection = epoch == 0 ? Selection.ALL : Selection.ALL.after(epoch);
    ControlTables tables = new ControlTables(warehouse);
    return Sql.of(
            """
            SELECT
              COUNT(*) AS VERSIONS_SINCE,
              (
                SELECT CAST(MAX(LOADED_AT) AS VARCHAR)
                FROM {events}
                WHERE DATASET = :dataset AND EPOCH <= :epoch AND STATUS = 'PUBLISHED'
              ) AS LOADED_UNTIL
            FROM {ledger} f
            WHERE {selected}
            """)
        .with("events", tables.fileEvents())
        .with("ledger", tables.ledger())
        .with(
            "selected",
            selection.condition(
                dataset, tables.fileEvents(), warehouse.dialect().typeName(ColumnType.TIMESTAMP)))
        .bind("dataset", dataset)
        .bind("epoch", epoch)
        .query(
            connection,
            row ->
                new VerifiedUntil(
                    last, row.instantOrNull("LOADED_UNTIL"), row.number("VERSIONS_SINCE")))
        .get(0);
  }
}
