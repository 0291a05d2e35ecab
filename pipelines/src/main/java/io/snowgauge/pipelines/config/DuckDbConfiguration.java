package io.snowgauge.pipelines.config;

import java.time.Duration;

/**
 * An embedded DuckDB database.
 *
 * @param path the absolute path of its file, which need not exist yet
 * @param schema of the target tables, as configured
 * @param lockTimeout how long to wait while another process uses the file; zero does not wait
 */
public record DuckDbConfiguration(String path, String schema, Duration lockTimeout)
    implements WarehouseConfiguration {}
