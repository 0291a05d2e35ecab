/**
 * DuckDB as a warehouse: one file, for one process at a time, that needs no account. {@link
 * io.snowgauge.io.warehouse.duckdb.DuckDbWarehouse} is what the configuration builds ({@code
 * config.DuckDb}); {@code DatabaseFile} opens the file, {@code DuckDbFiles} reads staged files
 * where they are.
 */
@NullMarked
package io.snowgauge.io.warehouse.duckdb;

import org.jspecify.annotations.NullMarked;
