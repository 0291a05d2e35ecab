package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;

/** Where rows end: what all warehouses have in common. */
final class Warehouses {
  enum Type {
    DUCKDB,
    SNOWFLAKE
  }

  static final Group GROUP =
      new Group("warehouse", "Where rows end; by default a DuckDB file beside the configuration.");

  static final Section TYPES = new Section(GROUP);
  static final Section TARGETS = new Section(GROUP);

  static final Setting<Type> TYPE =
      TYPES
          .choice(
              "type", Type.class, "Where rows end: an embedded DuckDB file or a Snowflake account.")
          .defaultsTo("duckdb");

  static final Setting<String> SCHEMA =
      TARGETS
          .text(
              "schema",
              "a schema name",
              "The schema of the target tables; with DuckDB the default is main.")
          .needed()
          .defaultsTo("main", TYPE.is(Type.DUCKDB));

  private Warehouses() {}
}
