package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.DeclaredColumn;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Warehouse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The tables that hold the ledger, the audit, the rejects and the locks, as statements name them.
 */
public final class ControlTables {
  /** The names of the tables. */
  public static final List<String> TABLES =
      Stream.of(ControlTable.values()).map(Enum::name).toList();

  /** The names of the views. */
  public static final List<String> VIEWS = Stream.of(ControlView.values()).map(Enum::name).toList();

  /** The names of both. */
  public static final List<String> NAMES = Stream.concat(TABLES.stream(), VIEWS.stream()).toList();

  /** The columns of both, by name. */
  public static Map<String, List<String>> columns() {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    for (ControlTable table : ControlTable.values()) {
      columns.put(table.name(), table.columns().stream().map(DeclaredColumn::name).toList());
    }
    for (ControlView view : ControlView.values()) {
      columns.put(view.name(), view.columns());
    }
    return columns;
  }

  /** Whether a target must not have this name, in upper case: a control table has it, or may. */
  public static boolean isReserved(String name) {
    return NAMES.contains(name) || LockName.isReserved(name);
  }

  private final Warehouse warehouse;

  /** The control tables of a warehouse. */
  public ControlTables(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** The audit, qualified and quoted as statements name it: a view of {@link #runEvents}. */
  public String audit() {
    return view(ControlView.INGESTION_AUDIT);
  }

  /** What happened to runs; only added to. */
  String runEvents() {
    return table(ControlTable.INGESTION_RUN_EVENTS);
  }

  /** The ledger: a view of {@link #fileEvents}. */
  public String ledger() {
    return view(ControlView.INGESTION_FILES);
  }

  /** What happened to file versions; only added to. */
  public String fileEvents() {
    return table(ControlTable.INGESTION_FILE_EVENTS);
  }

  /** The rejects: a view of {@link #rejectRows}. */
  public String rejects() {
    return view(ControlView.INGESTION_REJECTS);
  }

  /** The refused lines of all attempts; only added to. */
  public String rejectRows() {
    return table(ControlTable.INGESTION_REJECT_ROWS);
  }

  /** The heartbeats. */
  String heartbeats() {
    return table(ControlTable.RUN_HEARTBEATS);
  }

  /** All tables, as statements name them. */
  public List<String> all() {
    return Stream.of(ControlTable.values()).map(this::table).toList();
  }

  /** The versions of all of them. */
  String versions() {
    return table(ControlTable.SCHEMA_VERSION);
  }

  /** The views, as statements name them. */
  public List<String> views() {
    return Stream.of(ControlView.values()).map(this::view).toList();
  }

  String view(ControlView view) {
    return warehouse.dialect().qualified(warehouse.controlSchema())
        + "."
        + Identifiers.quote(view.name());
  }

  String table(ControlTable table) {
    return warehouse.dialect().qualified(warehouse.controlSchema())
        + "."
        + Identifiers.quote(table.name());
  }
}
