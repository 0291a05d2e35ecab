package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.DeclaredColumn;
import io.snowgauge.transforms.record.ColumnType;

/** The columns of the events of alerts, in the order of their table. */
enum AlertColumn implements DeclaredColumn {
  INCIDENT,
  CHANNEL,
  EVENT,
  KIND,
  DATASET,
  PERIOD_DAY,
  SUMMARY,
  FAILURE,
  EVENT_AT;

  @Override
  public ColumnType type() {
    return this == EVENT_AT ? ColumnType.TIMESTAMP : ColumnType.STRING;
  }
}
