package io.snowgauge.io.warehouse.publish;

import java.sql.Connection;

/**
 * A transaction that has a dataset's lock.
 *
 * @param connection that it is open on
 * @param epoch of the holder, which goes into each event that it writes to the ledger
 */
record Locked(Connection connection, long epoch) {}
