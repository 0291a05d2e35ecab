/** The embedded default: a DuckDB file. */
@NullMarked
package io.snowgauge.io.warehouse.duckdb;

import org.jspecify.annotations.NullMarked;
