package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.ControlTables;
import io.snowgauge.transforms.dataset.Dataset;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** What {@code init} grants the role that loads, where another role creates. */
public final class LoaderGrants {
  private final List<Sql> statements;

  /** The grants on the control tables and on the targets and locks of datasets. */
  public LoaderGrants(Warehouse warehouse, List<Dataset> datasets, String role) {
    ControlTables tables = new ControlTables(warehouse);
    Stream<String> targets =
        datasets.stream()
            .flatMap(dataset -> new DatasetTables(warehouse, dataset).names().stream());
    this.statements =
        warehouse
            .setup()
            .grants(role, Stream.concat(tables.all().stream(), targets).toList(), tables.views());
  }

  /** The statements, each harmless where it was run before; none where there are no roles. */
  public List<Sql> statements() {
    return statements;
  }

  /** Grants all of it; everything has to be there. */
  public void grant(Connection connection) throws SQLException {
    for (Sql statement : statements) {
      statement.execute(connection);
    }
  }
}
