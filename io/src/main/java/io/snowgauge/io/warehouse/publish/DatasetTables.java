package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.PublishLocks;
import io.snowgauge.transforms.dataset.Dataset;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What has to be there before a dataset is published: its target and its locks. */
public final class DatasetTables {
  private final TargetTable target;
  private final PublishLocks locks;

  /** The tables of a dataset. */
  public DatasetTables(Warehouse warehouse, Dataset dataset) {
    this.target = new TargetTable(warehouse, dataset);
    this.locks = locks(warehouse, dataset);
  }

  public static PublishLocks locks(Warehouse warehouse, Dataset dataset) {
    return new PublishLocks(warehouse, dataset.name(), dataset.table());
  }

  /** The statements that create what is missing, in order; the control tables have to be there. */
  public List<Sql> ddl() {
    List<Sql> ddl = new ArrayList<>(target.ddl());
    ddl.addAll(locks.ddl());
    return ddl;
  }

  /** The tables that runs change, as statements name them. */
  List<String> names() {
    List<String> names = new ArrayList<>(List.of(target.name()));
    names.addAll(locks.all());
    return names;
  }

  /** Creates what is missing; the control tables have to be there. */
  public void create(Connection connection) throws SQLException {
    target.create(connection);
    locks.create(connection);
  }

  /**
   * Requires that they are there, for {@code init} to have created them.
   *
   * @throws SQLException if they are not; says what to do
   */
  public void require(Connection connection) throws SQLException {
    target.require(connection);
    locks.require(connection);
  }
}
