package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Catalog;
import io.snowgauge.io.warehouse.CatalogColumn;
import io.snowgauge.io.warehouse.Dialect;
import io.snowgauge.io.warehouse.TableColumn;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.transforms.dataset.Dataset;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether a target that is there takes what its dataset declares as it is. A warehouse casts what
 * it inserts, and would round and cut in silence.
 */
public final class TargetFit {
  private final Warehouse warehouse;
  private final Dataset dataset;
  private final TargetTable target;

  /** The fit of a dataset's target. */
  public TargetFit(Warehouse warehouse, Dataset dataset) {
    this.warehouse = warehouse;
    this.dataset = dataset;
    this.target = new TargetTable(warehouse, dataset);
  }

  /**
   * Requires that what the datasets declare can be had, and that their targets fit as far as they
   * are there.
   *
   * @throws UnfitTargetException if they do not
   */
  public static void require(Connection connection, Warehouse warehouse, List<Dataset> datasets)
      throws SQLException {
    List<String> problems = new ArrayList<>();
    for (Dataset dataset : datasets) {
      TargetFit fit = new TargetFit(warehouse, dataset);
      for (String problem : fit.problems(connection)) {
        problems.add("datasets." + dataset.name() + ".table: " + problem);
      }
    }
    if (!problems.isEmpty()) {
      throw new UnfitTargetException(problems);
    }
  }

  /** What does not fit; of the table nothing if it is not there. */
  List<String> problems(Connection connection) throws SQLException {
    List<String> problems = new ArrayList<>(declaredInVain());
    List<CatalogColumn> columns =
        new Catalog(warehouse).columns(connection, warehouse.targetSchema(), dataset.table());
    if (!columns.isEmpty()
        && new Catalog(warehouse).isView(connection, warehouse.targetSchema(), dataset.table())) {
      problems.add("expected a table but " + dataset.table() + " is a view");
      return problems;
    }
    Map<String, CatalogColumn> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    columns.forEach(column -> found.put(column.name(), column));
    for (TargetTable.DeclaredType declared : target.declaredTypes()) {
      CatalogColumn there = found.get(declared.name());
      if (there != null) {
        problem(declared, there).ifPresent(problems::add);
      }
    }
    return problems;
  }

  /** What no table of this warehouse could take. */
  private List<String> declaredInVain() {
    List<String> problems = new ArrayList<>();
    for (TableColumn column : target.columns()) {
      if (warehouse.dialect().forbiddenColumns().contains(column.name())) {
        problems.add(
            ("expected another name than %s, which the warehouse refuses as a column's, also in"
                    + " quotes")
                .formatted(column.name()));
      }
    }
    long most = warehouse.dialect().longestText();
    if (dataset.format().longestText() > most) {
      problems.add(
          ("expected records of at most %d bytes, for no value in the warehouse can be longer, but"
                  + " found a limit of %d; lower the format's")
              .formatted(most, dataset.format().longestText()));
    }
    return problems;
  }

  private Optional<String> problem(TargetTable.DeclaredType declared, CatalogColumn there) {
    Dialect dialect = warehouse.dialect();
    if (!dialect.fits(declared.type(), declared.longest(), there)) {
      return Optional.of(
          ("expected the column %s as %s, as it is declared, but the table has it as %s; alter the"
                  + " one or the other")
              .formatted(
                  declared.name(),
                  dialect.typeName(declared.type(), declared.longest()),
                  dialect.describe(there)));
    }
    return there.isNullable() || target.isRequired(declared.name())
        ? Optional.empty()
        : Optional.of(
            ("expected the column %s to take nulls but the table has it NOT NULL; declare it NOT"
                    + " NULL, or alter the table")
                .formatted(declared.name()));
  }
}
