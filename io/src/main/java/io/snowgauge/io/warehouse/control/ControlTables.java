package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Warehouse;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tables that hold the ledger, the audit, the rejects and the locks, as statements name them.
 */
public final class ControlTables {
  /** The names of all of them. */
  public static final List<String> NAMES =
      Stream.of(ControlTable.values()).map(Enum::name).toList();

  private final Warehouse warehouse;

  /** The control tables of a warehouse. */
  public ControlTables(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** The audit, qualified and quoted as statements name it. */
  public String audit() {
    return table(ControlTable.INGESTION_AUDIT);
  }

  /** The ledger. */
  public String ledger() {
    return table(ControlTable.INGESTION_FILES);
  }

  /** The rejects. */
  public String rejects() {
    return table(ControlTable.INGESTION_REJECTS);
  }

  /** The locks, a row for each dataset. */
  public String locks() {
    return table(ControlTable.PUBLISH_LOCK);
  }

  /** The heartbeats. */
  String heartbeats() {
    return table(ControlTable.RUN_HEARTBEATS);
  }

  /** All of them, as statements name them. */
  public List<String> all() {
    return Stream.of(ControlTable.values()).map(this::table).toList();
  }

  /** The versions of all of them. */
  String versions() {
    return table(ControlTable.SCHEMA_VERSION);
  }

  String table(ControlTable table) {
    return warehouse.dialect().qualified(warehouse.controlSchema())
        + "."
        + Identifiers.quote(table.name());
  }
}
