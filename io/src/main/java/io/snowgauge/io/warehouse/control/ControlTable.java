package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.DeclaredColumn;
import io.snowgauge.transforms.record.ColumnType;
import java.util.List;

/** The program's own tables, in the order in which they are created. */
enum ControlTable {
  INGESTION_AUDIT(AuditColumn.values()),
  INGESTION_FILES(LedgerColumn.values()),
  INGESTION_REJECTS(RejectColumn.values()),
  PUBLISH_LOCK(text("DATASET"), text("RUN_ID"), timestamp("PUBLISHED_AT")),
  RUN_HEARTBEATS(text("RUN_ID"), timestamp("BEAT_AT")),
  SCHEMA_VERSION(new Small("VERSION", ColumnType.INTEGER), timestamp("INSTALLED_AT"));

  @SuppressWarnings("ImmutableEnumChecker") // The list cannot be changed, nor can its columns.
  private final List<DeclaredColumn> columns;

  ControlTable(DeclaredColumn... columns) {
    this.columns = List.of(columns);
  }

  /** Its columns, in their order. */
  List<DeclaredColumn> columns() {
    return columns;
  }

  /** A column of a table that is too small for an enum of its columns. */
  private record Small(String name, ColumnType type) implements DeclaredColumn {}

  private static DeclaredColumn text(String name) {
    return new Small(name, ColumnType.STRING);
  }

  private static DeclaredColumn timestamp(String name) {
    return new Small(name, ColumnType.TIMESTAMP);
  }
}
