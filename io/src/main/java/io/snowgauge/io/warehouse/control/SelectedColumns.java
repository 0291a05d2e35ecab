package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.DeclaredColumn;
import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Declared columns as a query selects them for {@link Row}: dates and timestamps as texts. */
final class SelectedColumns {
  private SelectedColumns() {}

  static List<Sql> of(DeclaredColumn... columns) {
    return Stream.of(columns).map(SelectedColumns::selected).collect(Collectors.toList());
  }

  private static Sql selected(DeclaredColumn column) {
    boolean isText =
        switch (column.type().kind()) {
          case DATE, TIMESTAMP_NTZ, TIMESTAMP_TZ, TIME -> true;
          default -> false;
        };
    return (isText ? Sql.of("CAST({column} AS VARCHAR) AS {column}") : Sql.of("{column}"))
        .with("column", column.name());
  }
}
