package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.DeclaredColumn;
import io.snowgauge.transforms.record.ColumnType;

/** The columns of the audit, in the order of its table: one row per run and dataset. */
enum AuditColumn implements DeclaredColumn {
  RUN_ID(ColumnType.STRING),
  EXECUTION_DATE(ColumnType.DATE),
  DATASET(ColumnType.STRING),
  MODE(ColumnType.STRING),
  SOURCE_RECORD_COUNT(ColumnType.INTEGER),
  INGESTED_RECORD_COUNT(ColumnType.INTEGER),
  REJECTED_RECORD_COUNT(ColumnType.INTEGER),
  FILES(ColumnType.INTEGER),
  STATUS(ColumnType.STRING),
  ERROR_MESSAGES(ColumnType.STRING),
  STARTED_AT(ColumnType.TIMESTAMP),
  FINISHED_AT(ColumnType.TIMESTAMP),
  INSERTED_RECORD_COUNT(ColumnType.INTEGER),
  UPDATED_RECORD_COUNT(ColumnType.INTEGER),
  UNCHANGED_RECORD_COUNT(ColumnType.INTEGER),
  OVERTAKEN_RECORD_COUNT(ColumnType.INTEGER);

  @SuppressWarnings("ImmutableEnumChecker") // A record that cannot be changed.
  private final ColumnType type;

  AuditColumn(ColumnType type) {
    this.type = type;
  }

  @Override
  public ColumnType type() {
    return type;
  }
}
