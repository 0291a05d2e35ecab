package io.snowgauge.io.warehouse;

/**
 * How others name a warehouse.
 *
 * @param uri without user and secrets: {@code snowflake://host} or {@code duckdb://path}
 * @param database in it, as it knows its name
 */
public record Address(String uri, String database) {}
