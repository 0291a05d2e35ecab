package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.DeclaredColumn;
import io.snowgauge.transforms.record.ColumnType;

/** The columns of the rejects, in the order of their table: one row per refused line. */
enum RejectColumn implements DeclaredColumn {
  RUN_ID(ColumnType.STRING),
  DATASET(ColumnType.STRING),
  FILE_ID(ColumnType.STRING),
  URI(ColumnType.STRING),
  LINE(ColumnType.INTEGER),
  COLUMN_NUMBER(ColumnType.INTEGER),
  REASON(ColumnType.STRING),
  RAW(ColumnType.STRING);

  @SuppressWarnings("ImmutableEnumChecker") // A record that cannot be changed.
  private final ColumnType type;

  RejectColumn(ColumnType type) {
    this.type = type;
  }

  @Override
  public ColumnType type() {
    return type;
  }
}
