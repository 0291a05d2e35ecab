package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Row;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How many of a file's records do not have which columns. */
final class AbsentValues {
  /** More columns are only counted. */
  private static final int SHOWN = 20;

  private final List<Column> columns;
  private final boolean[] isAbsent;
  private long records;
  private long lacking;

  AbsentValues(List<Column> columns) {
    this.columns = columns;
    this.isAbsent = new boolean[columns.size()];
  }

  void add(Row row) {
    records++;
    boolean lacks = false;
    for (int column = 0; column < isAbsent.length; column++) {
      if (row.isAbsent(column)) {
        isAbsent[column] = true;
        lacks = true;
      }
    }
    if (lacks) {
      lacking++;
    }
  }

  /** How many records lack a column. */
  long lacking() {
    return lacking;
  }

  /** What the audit says of it. */
  Optional<String> notice() {
    if (lacking == 0) {
      return Optional.empty();
    }
    List<String> names =
        IntStream.range(0, isAbsent.length)
            .filter(column -> isAbsent[column])
            .mapToObj(column -> columns.get(column).name())
            .toList();
    return Optional.of(
        "%d of %d %s without columns that rows keep their values of: %s%s"
            .formatted(
                lacking,
                records,
                records == 1 ? "record is" : "records are",
                names.stream().limit(SHOWN).collect(Collectors.joining(", ")),
                names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : ""));
  }
}
