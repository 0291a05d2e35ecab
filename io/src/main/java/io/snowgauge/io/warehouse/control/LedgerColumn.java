package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.DeclaredColumn;
import io.snowgauge.transforms.record.ColumnType;

/**
 * The columns of the ledger, in the order of its table: one row per dataset, file version and run
 * that tried it. {@code STAGE_ID} ties the row to the attempt's NDJSON parts; {@code FAILURE_KIND}
 * is {@code REFUSED} where the storage did not hand the file out, which is no try of it. Four
 * counts say what became of the ingested records, null where nobody asked; {@code DIGEST} is that
 * of the accepted ones, null where none was taken. A file of corrected lines names, in {@code
 * REPLAYS_STAGE_ID}, the attempt that had refused them.
 */
enum LedgerColumn implements DeclaredColumn {
  DATASET(ColumnType.STRING),
  FILE_ID(ColumnType.STRING),
  URI(ColumnType.STRING),
  ETAG(ColumnType.STRING),
  SIZE_BYTES(ColumnType.INTEGER),
  LAST_MODIFIED(ColumnType.TIMESTAMP),
  SEQUENCER(ColumnType.STRING),
  RUN_ID(ColumnType.STRING),
  ATTEMPT(ColumnType.INTEGER),
  SOURCE_RECORD_COUNT(ColumnType.INTEGER),
  ACCEPTED_RECORD_COUNT(ColumnType.INTEGER),
  REJECTED_RECORD_COUNT(ColumnType.INTEGER),
  INGESTED_RECORD_COUNT(ColumnType.INTEGER),
  STATUS(ColumnType.STRING),
  ERROR_MESSAGES(ColumnType.STRING),
  LOADED_AT(ColumnType.TIMESTAMP),
  STAGE_ID(ColumnType.STRING),
  FAILURE_KIND(ColumnType.STRING),
  INSERTED_RECORD_COUNT(ColumnType.INTEGER),
  UPDATED_RECORD_COUNT(ColumnType.INTEGER),
  UNCHANGED_RECORD_COUNT(ColumnType.INTEGER),
  OVERTAKEN_RECORD_COUNT(ColumnType.INTEGER),
  DIGEST(ColumnType.STRING),
  REPLAYS_STAGE_ID(ColumnType.STRING);

  @SuppressWarnings("ImmutableEnumChecker") // A record that cannot be changed.
  private final ColumnType type;

  LedgerColumn(ColumnType type) {
    this.type = type;
  }

  @Override
  public ColumnType type() {
    return type;
  }
}
