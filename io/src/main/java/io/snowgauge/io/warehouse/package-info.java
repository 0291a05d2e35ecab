/**
 * The warehouse, the ledger and the audit in it, and the one protocol by which files are published.
 * What differs from warehouse to warehouse is behind {@link io.snowgauge.io.warehouse.Warehouse}.
 */
@NullMarked
package io.snowgauge.io.warehouse;

import org.jspecify.annotations.NullMarked;
