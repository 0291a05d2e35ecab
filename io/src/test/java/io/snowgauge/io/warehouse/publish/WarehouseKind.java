package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.duckdb.DuckDbWarehouse;
import io.snowgauge.io.warehouse.snowflake.Stage;
import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** The warehouses that one suite of tests is run against. */
public enum WarehouseKind {
  DUCKDB {
    @Override
    public Warehouse create(Path folder) {
      return new DuckDbWarehouse(
          folder.resolve("site.duckdb").toString(), "main", "SNOWGAUGE", Duration.ofSeconds(5));
    }
  },
  SNOWFLAKE {
    @Override
    public Warehouse create(Path folder) {
      String database = "SITE_" + UUID.randomUUID().toString().substring(0, 8);
      return StandInExtension.warehouse(database, "PUBLIC", "SNOWGAUGE", new Stage.Internal());
    }
  };

  /** A new, empty database. */
  public abstract Warehouse create(Path folder);
}
