/**
 * Snowflake as a warehouse. {@link io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse} is what
 * the configuration builds ({@code config.Snowflake}). {@code SnowflakeSessions} takes logged-in
 * sessions from {@code SessionPool}; {@code SnowflakeFiles} uploads and copies files ({@code
 * InternalStage}, {@code ExternalCopy}, {@code CopyStatement}); {@code SnowflakeSetup} creates and
 * grants ({@code RoleGrants}) and compares grants with needs ({@code SnowflakeAccess}).
 * docs/adr/0007-snowflake.md gives the reasons.
 */
@NullMarked
package io.snowgauge.io.warehouse.snowflake;

import org.jspecify.annotations.NullMarked;
