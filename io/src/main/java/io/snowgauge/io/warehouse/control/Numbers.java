package io.snowgauge.io.warehouse.control;

import io.snowgauge.io.warehouse.Row;
import io.snowgauge.io.warehouse.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Numbers that are asked for by the way, in a query of something else. */
public final class Numbers {
  private static final String COLUMN = "NUMBER_";

  private Numbers() {}

  /** Expressions for numbers as columns, which {@link #of} reads. */
  public static List<Sql> columns(List<Sql> numbers) {
    return IntStream.range(0, numbers.size())
        .mapToObj(
            i ->
                Sql.of("{number} AS {column}")
                    .with("number", numbers.get(i))
                    .with("column", COLUMN + i))
        .toList();
  }

  /** The numbers of a row; 0 for null. */
  public static List<Long> of(Row row, int count) throws SQLException {
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(row.number(COLUMN + i));
    }
    return numbers;
  }
}
