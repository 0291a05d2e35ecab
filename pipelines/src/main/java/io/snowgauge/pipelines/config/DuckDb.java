package io.snowgauge.pipelines.config;

import io.snowgauge.io.warehouse.duckdb.DuckDbWarehouse;
import io.snowgauge.pipelines.config.engine.Problems;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.Locations;
import io.snowgauge.pipelines.config.types.Quantities;
import io.snowgauge.pipelines.config.types.ShownValue;
import io.snowgauge.transforms.files.Storage;
import java.time.Duration;

/** An embedded DuckDB database. */
final class DuckDb {
  static final Section SECTION =
      new Section(Warehouses.GROUP, Warehouses.TYPE.is(Warehouses.Type.DUCKDB));

  static final Setting<String> PATH =
      SECTION
          .setting("path", Locations.PATH, "The DuckDB database file.")
          .defaultsTo("warehouse.duckdb");

  static final Setting<Duration> LOCK_TIMEOUT =
      SECTION
          .setting(
              "lockTimeout",
              Quantities.duration(),
              "How long to wait for a database file that another process uses.")
          .defaultsTo("1 minute");

  static final Setting<Long> MEMORY =
      SECTION
          .setting(
              "memory",
              Quantities.size("100 MB", "1 TB"),
              "How much memory DuckDB may have, beside the heap of Java: more for records of many"
                  + " megabytes.")
          .defaultsTo("200 MB");

  private DuckDb() {}

  /** It reads staged parts itself, and only local ones. */
  static void check(Values values, Problems problems) {
    String staging = values.find(Outputs.STAGING);
    if (staging != null
        && !Storage.isLocal(staging)
        && values.find(Warehouses.TYPE) == Warehouses.Type.DUCKDB) {
      problems.error(
          values.key(Outputs.STAGING),
          "expected a local folder, for warehouse.type is duckdb, which reads local parts only, but"
              + " found "
              + ShownValue.text(staging));
    }
  }

  static DuckDbWarehouse warehouse(Values values) {
    return new DuckDbWarehouse(
        values.get(PATH),
        values.get(Warehouses.SCHEMA),
        values.get(Outputs.CONTROL_SCHEMA),
        values.get(LOCK_TIMEOUT),
        values.get(MEMORY));
  }
}
