package io.snowgauge.transforms.digest;

import io.snowgauge.transforms.record.Column;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A column as the canonical text of a record names it.
 *
 * @param position among the columns of a row, from 0
 */
public record DigestColumn(Column column, int position) {
  /** In the order of the canonical text, which is that of their labels' bytes. */
  public static List<DigestColumn> of(List<Column> columns) {
    List<DigestColumn> digested = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      digested.add(new DigestColumn(columns.get(i), i));
    }
    digested.sort(
        Comparator.comparing(
            column -> column.label().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
    return List.copyOf(digested);
  }

  /** What stands in front of a value: the same whatever the case in which a column is declared. */
  public String label() {
    return ";\"" + column.name().toUpperCase(Locale.ROOT) + "\"=";
  }
}
