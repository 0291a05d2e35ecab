package io.snowgauge.io.warehouse;

import io.snowgauge.transforms.record.ColumnType;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A column of one of the program's own tables, declared once: its plain name and its type. */
public interface DeclaredColumn {
  /** Its name, plain and in upper case, so that no statement has to quote it. */
  String name();

  /** What it holds. */
  ColumnType type();

  /** Columns as the body of a CREATE TABLE. */
  static List<String> definition(
      Collection<? extends DeclaredColumn> columns, Function<ColumnType, String> typeName) {
    return columns.stream()
        .map(column -> column.name() + " " + typeName.apply(column.type()))
        .collect(Collectors.toList());
  }
}
