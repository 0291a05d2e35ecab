package io.snowgauge.pipelines.config;

import java.io.Serializable;

/** Where rows end: which warehouse, and how it is reached. */
public sealed interface WarehouseConfiguration extends Serializable
    permits DuckDbConfiguration, SnowflakeConfiguration {
  /** The schema of the target tables, as configured. */
  String schema();
}
