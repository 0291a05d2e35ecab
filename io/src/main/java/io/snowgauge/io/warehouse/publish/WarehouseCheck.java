package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Catalog;
import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.TableUse;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.io.warehouse.control.ControlTables;
import io.snowgauge.transforms.dataset.Dataset;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether runs can use a warehouse: it is looked at, and nothing in it is changed. */
public final class WarehouseCheck {
  private static final String WAREHOUSE = "warehouse";
  private static final String CONTROL = "control tables";

  private final Warehouse warehouse;
  private final List<Dataset> datasets;

  /** A check for the runs of some datasets. */
  public WarehouseCheck(Warehouse warehouse, List<Dataset> datasets) {
    this.warehouse = warehouse;
    this.datasets = List.copyOf(datasets);
  }

  /** A finding for each thing that was looked at; a warehouse that cannot be reached is one. */
  public List<Finding> findings() {
    if (!warehouse.sessions().exists()) {
      return List.of(warehouse.setup().creation());
    }
    try (Connection connection = warehouse.sessions().connectToLook()) {
      return findings(connection);
    } catch (SQLException e) {
      return List.of(Finding.failed(WAREHOUSE, message(e)));
    }
  }

  private List<Finding> findings(Connection connection) {
    List<TableUse> uses = new ArrayList<>();
    List<Finding> ofTables = new ArrayList<>();
    Finding control = controlTables(connection, uses);
    ofTables.add(control);
    boolean isCurrent =
        control.equals(
            version(
                ControlSchema.VERSION, warehouse.dialect().qualified(warehouse.controlSchema())));
    boolean areLocksDue =
        control.verdict() == Finding.Verdict.OK && !warehouse.traits().createsOnUse();
    for (Dataset dataset : datasets) {
      Optional<Finding> apart = isCurrent ? apart(connection, dataset) : Optional.empty();
      ofTables.addAll(apart.map(List::of).orElseGet(() -> target(connection, dataset, uses)));
      if (areLocksDue) {
        ofTables.addAll(locks(connection, dataset, uses));
      }
    }
    List<Finding> findings = new ArrayList<>(warehouse.setup().access(connection, uses));
    findings.addAll(ofTables);
    return findings;
  }

  /** A finding if the target is not the one that the ledger tells of: runs refuse that. */
  private Optional<Finding> apart(Connection connection, Dataset dataset) {
    String subject = "datasets." + dataset.name() + ".table";
    try {
      return new TargetHistory(warehouse, dataset)
          .problem(connection)
          .map(problem -> Finding.failed(subject, problem));
    } catch (SQLException e) {
      return Optional.of(Finding.failed(subject, message(e)));
    }
  }

  private Finding controlTables(Connection connection, List<TableUse> uses) {
    String schema = warehouse.dialect().qualified(warehouse.controlSchema());
    try {
      Set<String> present = present(connection, warehouse.controlSchema(), ControlTables.NAMES);
      List<String> missing =
          ControlTables.NAMES.stream().filter(name -> !present.contains(name)).toList();
      if (missing.size() == ControlTables.NAMES.size()) {
        uses.addAll(controlUses(present));
        return missing(
            CONTROL,
            "none in "
                + schema
                + (warehouse.traits().createsOnUse() ? "" : " that this role may see"));
      }
      long version =
          missing.contains("SCHEMA_VERSION")
              ? 0
              : new ControlSchema(warehouse).requireKnownVersion(connection);
      boolean isOlder = version > 0 && version < ControlSchema.VERSION;
      if (!isOlder) {
        uses.addAll(controlUses(present));
      }
      if (!missing.isEmpty() && !isOlder) {
        return missing(CONTROL, schema + " lacks " + String.join(", ", missing));
      }
      List<String> changed = isOlder ? List.of() : changedTables(connection);
      return changed.isEmpty()
          ? version(version, schema)
          : Finding.failed(
              CONTROL,
              "those in "
                  + schema
                  + " were changed by somebody else: "
                  + String.join("; ", changed)
                  + "; give them the columns back, or take the tables from a backup");
    } catch (SQLException e) {
      return Finding.failed(CONTROL, message(e));
    }
  }

  /** Tables and views that lack columns that the program's have. */
  private List<String> changedTables(Connection connection) throws SQLException {
    List<String> changed = new ArrayList<>();
    for (Map.Entry<String, List<String>> table : ControlTables.columns().entrySet()) {
      Set<String> found = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
      new Catalog(warehouse)
          .columns(connection, warehouse.controlSchema(), table.getKey())
          .forEach(column -> found.add(column.name()));
      List<String> lacks =
          table.getValue().stream().filter(column -> !found.contains(column)).toList();
      // None at all are those that this role may not see.
      if (!lacks.isEmpty() && !found.isEmpty()) {
        changed.add(table.getKey() + " lacks " + String.join(", ", lacks));
      }
    }
    return changed;
  }

  private List<TableUse> controlUses(Set<String> present) {
    return ControlTables.NAMES.stream()
        .map(name -> control(name, ControlTables.VIEWS.contains(name), present.contains(name)))
        .toList();
  }

  private TableUse control(String name, boolean isView, boolean exists) {
    return new TableUse(CONTROL, warehouse.controlSchema(), name, isView, exists);
  }

  /** A finding if locks of a dataset are missing, where the control tables are there. */
  private List<Finding> locks(Connection connection, Dataset dataset, List<TableUse> uses) {
    String subject = "datasets." + dataset.name();
    List<String> names = DatasetTables.locks(warehouse, dataset).names();
    try {
      Set<String> present = present(connection, warehouse.controlSchema(), names);
      names.forEach(name -> uses.add(control(name, false, present.contains(name))));
      List<String> missing = names.stream().filter(name -> !present.contains(name)).toList();
      return missing.isEmpty()
          ? List.of()
          : List.of(
              missing(
                  subject,
                  "its locks are not there, "
                      + String.join(", ", missing)
                      + " in "
                      + warehouse.dialect().qualified(warehouse.controlSchema())));
    } catch (SQLException e) {
      return List.of(Finding.failed(subject, message(e)));
    }
  }

  private Finding version(long version, String schema) {
    if (version == ControlSchema.VERSION) {
      return Finding.ok(CONTROL, "version " + version + " in " + schema);
    }
    String older = "those in " + schema + " are of version " + version;
    String newer = " takes them to version " + ControlSchema.VERSION;
    return warehouse.traits().createsOnUse()
        ? Finding.ok(CONTROL, older + "; the next command" + newer)
        : Finding.failed(CONTROL, older + "; 'snowgauge init'" + newer);
  }

  private List<Finding> target(Connection connection, Dataset dataset, List<TableUse> uses) {
    String subject = "datasets." + dataset.name() + ".table";
    TargetTable target = new TargetTable(warehouse, dataset);
    String table = Identifiers.canonical(dataset.table());
    try {
      boolean exists =
          present(connection, warehouse.targetSchema(), List.of(table)).contains(table);
      uses.add(new TableUse(subject, warehouse.targetSchema(), table, false, exists));
      if (!exists) {
        String hidden = warehouse.traits().createsOnUse() ? "" : ", or this role may not see it";
        return List.of(missing(subject, target.name() + " is not there" + hidden));
      }
      List<Finding> misfits =
          new TargetFit(warehouse, dataset)
              .problems(connection).stream()
                  .map(problem -> Finding.failed(subject, problem))
                  .toList();
      List<String> lacks = target.missingColumns(connection);
      if (!lacks.isEmpty() && misfits.isEmpty()) {
        return List.of(missing(subject, target.name() + " lacks " + String.join(", ", lacks)));
      }
      return misfits.isEmpty()
          ? List.of(Finding.ok(subject, target.name() + " is there and fits"))
          : misfits;
    } catch (SQLException e) {
      return List.of(Finding.failed(subject, message(e)));
    }
  }

  private Set<String> present(Connection connection, String schema, List<String> tables)
      throws SQLException {
    return new Catalog(warehouse).present(connection, schema, tables);
  }

  /** What is missing is no fault where the first run creates it. */
  private Finding missing(String subject, String what) {
    return warehouse.traits().createsOnUse()
        ? Finding.ok(
            subject, what + " yet; 'snowgauge init' or the next run creates what is missing")
        : Finding.failed(subject, what + "; 'snowgauge init' creates what is missing");
  }

  private static String message(SQLException e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.toString() : message;
  }
}
