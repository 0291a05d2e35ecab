package io.snowgauge.pipelines.config;

import org.jspecify.annotations.Nullable;

/**
 * A Snowflake account. Exactly one of {@code account} and {@code url} is given.
 *
 * @param account the account identifier, or null
 * @param url a JDBC URL, or null
 * @param user who logs in
 * @param role to use, or null for the user's default
 * @param warehouse the virtual warehouse, or null for the user's default
 * @param database of the target tables and of the control schema, as configured
 * @param schema of the target tables, as configured
 * @param auth how the user proves who it is
 * @param stage where parts are copied from
 */
public record SnowflakeConfiguration(
    @Nullable String account,
    @Nullable String url,
    String user,
    @Nullable String role,
    @Nullable String warehouse,
    String database,
    String schema,
    SnowflakeAuth auth,
    SnowflakeStage stage)
    implements WarehouseConfiguration {}
