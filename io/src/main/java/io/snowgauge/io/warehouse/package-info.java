/**
 * A warehouse, seen from whoever loads it: {@link io.snowgauge.io.warehouse.Warehouse} and the
 * small interfaces that it hands out. {@link io.snowgauge.io.warehouse.Dialect} words what
 * warehouses do not word alike, {@link io.snowgauge.io.warehouse.Sessions} connects, {@link
 * io.snowgauge.io.warehouse.StagedFiles} brings files in, {@link io.snowgauge.io.warehouse.Setup}
 * knows what has to be there, and {@link io.snowgauge.io.warehouse.Traits} tells what it is like.
 *
 * <p>{@link io.snowgauge.io.warehouse.Sql} is what every statement of the program is made of: one
 * text that a person can copy into a worksheet, with {@code {names}} and {@code :values}. {@link
 * io.snowgauge.io.warehouse.Identifiers} quotes names.
 *
 * <p>The implementations are in {@code duckdb} and {@code snowflake}. They are built by the
 * configuration, by {@code config.DuckDb} and {@code config.Snowflake} in {@code pipelines};
 * nothing else in {@code io} knows them. This package knows no other; {@code control}, {@code
 * publish} and {@code beam} build on it, in this order.
 */
@NullMarked
package io.snowgauge.io.warehouse;

import org.jspecify.annotations.NullMarked;
