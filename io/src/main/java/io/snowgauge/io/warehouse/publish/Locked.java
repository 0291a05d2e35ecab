package io.snowgauge.io.warehouse.publish;

import java.sql.Connection;
import java.util.List;

/**
 * A transaction that has a dataset's locks.
 *
 * @param connection that it is open on
 * @param mark what each event has that it writes to the ledger
 * @param isNews whether the ledger has events of the dataset that this process had not seen before
 * @param numbers what else was asked for
 */
record Locked(Connection connection, EventMark mark, boolean isNews, List<Long> numbers) {}
