package io.snowgauge.io.warehouse.verify;

import io.snowgauge.io.warehouse.Catalog;
import io.snowgauge.io.warehouse.CatalogColumn;
import io.snowgauge.io.warehouse.Dialect;
import io.snowgauge.io.warehouse.Identifiers;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.publish.TargetTable;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.record.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What of a table can be compared: columns that were dropped, or have another type than values of
 * theirs could be compared in, cannot.
 *
 * @param exists whether it is there
 * @param compared the format's columns that can be compared
 * @param plain those of them whose text is kept as it was staged; the same unless there is JSON
 * @param fixed columns that are the same in all rows of a version
 * @param problems what is wrong with it
 * @param isTold whether its rows say which version and record they are
 * @param isDated whether they say when they were loaded, and when their file was modified
 */
record TargetShape(
    boolean exists,
    List<Column> compared,
    List<Column> plain,
    List<Column> fixed,
    List<String> problems,
    boolean isTold,
    boolean isDated) {
  static TargetShape of(Warehouse warehouse, Dataset dataset, Connection connection)
      throws SQLException {
    TargetTable table = new TargetTable(warehouse, dataset);
    Map<String, CatalogColumn> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    new Catalog(warehouse)
        .columns(connection, warehouse.targetSchema(), dataset.table())
        .forEach(column -> found.put(column.name(), column));
    List<String> problems = new ArrayList<>();
    Set<String> unfit = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Dialect dialect = warehouse.dialect();
    for (TargetTable.DeclaredType declared : table.declaredTypes()) {
      CatalogColumn there = found.get(declared.name());
      String type = dialect.typeName(declared.type(), declared.longest());
      if (there == null) {
        unfit.add(declared.name());
        problems.add("expected a column %s of %s but found none".formatted(declared.name(), type));
      } else if (!dialect.fits(declared.type(), declared.longest(), there)) {
        unfit.add(declared.name());
        problems.add(
            "expected the column %s as %s but found it as %s: its values are not compared"
                .formatted(declared.name(), type, dialect.describe(there)));
      }
    }
    if (found.isEmpty()) {
      return new TargetShape(
          false,
          List.of(),
          List.of(),
          List.of(),
          List.of("expected the table " + table.name() + " but found none"),
          false,
          false);
    }
    List<Column> compared =
        dataset.format().columns().stream().filter(column -> isFit(unfit, column)).toList();
    List<Column> fixed = new ArrayList<>();
    dataset.format().extractedAt().filter(column -> isFit(unfit, column)).ifPresent(fixed::add);
    dataset.captureColumns().stream().filter(column -> isFit(unfit, column)).forEach(fixed::add);
    List<Column> plain =
        dialect.keepsJsonText()
            ? compared
            : compared.stream().filter(column -> !column.type().isJson()).toList();
    boolean isTold = Stream.of("_FILE_ID", "_RUN_ID", "_RECORD").noneMatch(unfit::contains);
    boolean isDated = Stream.of("_FILE_MODIFIED_AT", "_LOADED_AT").noneMatch(unfit::contains);
    return new TargetShape(true, compared, plain, fixed, problems, isTold, isDated);
  }

  private static boolean isFit(Set<String> unfit, Column column) {
    return !unfit.contains(Identifiers.canonical(column.name()));
  }

  /** Whether all columns of the format can be compared. */
  boolean isWhole(Dataset dataset) {
    return compared.size() == dataset.format().columns().size();
  }

  /** Whether JSON of the table may print otherwise than it was staged. */
  boolean hasJsonOfItsOwn() {
    return plain.size() < compared.size();
  }
}
