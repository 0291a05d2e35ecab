package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.DeclaredColumn;
import io.snowgauge.transforms.record.ColumnType;
import java.util.ArrayList;
import java.util.List;

/**
 * The program's own tables, in the order in which they are created. What happens is only ever added
 * to them, for inserts wait for nobody; {@link ControlView} tells what has become of it.
 */
enum ControlTable {
  /**
   * A row for each thing that happened to a file version; {@code EPOCH} orders those of a dataset,
   * {@code TARGET_EPOCH} those of a target, and {@code WRITER} is the transaction that wrote them,
   * and {@link ChainColumn} holds its chain.
   */
  INGESTION_FILE_EVENTS(
      and(
          LedgerColumn.values(),
          number("EPOCH"),
          text("TARGET"),
          number("TARGET_EPOCH"),
          text("WRITER"),
          ChainColumn.PLACE,
          ChainColumn.PREVIOUS_HASH,
          ChainColumn.EVENT_HASH)),
  /** A row for each thing that happened to a run of a dataset. */
  INGESTION_RUN_EVENTS(
      and(AuditColumn.values(), text("TRY_ID"), number("PRECEDENCE"), timestamp("EVENT_AT"))),
  /** A row for each refused line of an attempt at a file version. */
  INGESTION_REJECT_ROWS(and(RejectColumn.values(), text("STAGE_ID"))),
  /**
   * A row for events of a dataset's chain that retention has removed: which they were, signed where
   * there is a key.
   */
  LEDGER_STUBS(
      List.of(text("DATASET"), number("FIRST_PLACE"), timestamp("REMOVED_AT"), text("STUB"))),
  /** A row for each alert, and for each that could not be delivered. */
  ALERT_EVENTS(List.of(AlertColumn.values())),
  /** A row for each time that a dataset was verified up to an epoch and nothing differed. */
  VERIFICATIONS(
      List.of(
          text("DATASET"),
          number("EPOCH"),
          number("VERSION_COUNT"),
          number("ROW_COUNT"),
          timestamp("VERIFIED_AT"))),
  RUN_HEARTBEATS(List.of(text("RUN_ID"), timestamp("BEAT_AT"), text("TRY_ID"))),
  SCHEMA_VERSION(List.of(number("VERSION"), timestamp("INSTALLED_AT")));

  @SuppressWarnings("ImmutableEnumChecker") // The list cannot be changed, nor can its columns.
  private final List<DeclaredColumn> columns;

  ControlTable(List<DeclaredColumn> columns) {
    this.columns = List.copyOf(columns);
  }

  /** Its columns, in their order. */
  List<DeclaredColumn> columns() {
    return columns;
  }

  /** A column of a table that is too small for an enum of its columns. */
  private record Small(String name, ColumnType type) implements DeclaredColumn {}

  private static List<DeclaredColumn> and(DeclaredColumn[] columns, DeclaredColumn... more) {
    List<DeclaredColumn> all = new ArrayList<>(List.of(columns));
    all.addAll(List.of(more));
    return all;
  }

  private static DeclaredColumn text(String name) {
    return new Small(name, ColumnType.STRING);
  }

  private static DeclaredColumn number(String name) {
    return new Small(name, ColumnType.INTEGER);
  }

  private static DeclaredColumn timestamp(String name) {
    return new Small(name, ColumnType.TIMESTAMP);
  }
}
