package io.snowgauge.pipelines.infer;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Whether a row of a CSV file has names, by the rows below it. */
final class HeaderGuess {
  private static final Pattern NUMERIC =
      Pattern.compile("[-+]?[0-9][0-9.,:/' -]*|[0-9]{4}-[0-9]{2}-[0-9]{2}.*");
  private static final Pattern RULE = Pattern.compile("\\s*-[-+|=]+\\s*");
  private static final Pattern YEAR = Pattern.compile("(19|20)[0-9]{2}");

  private HeaderGuess() {}

  /** Names are no numbers, and differ from each other and from what stands below them. */
  static boolean isHeader(List<CsvWay.Row> rows) {
    List<String> names = rows.get(0).fields();
    boolean hasYears = hasYearsInARow(rows);
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      boolean isEmpty = name.isBlank();
      if ((!hasYears && NUMERIC.matcher(name.strip()).matches())
          || (!isEmpty && !seen.add(name.strip().toLowerCase(Locale.ROOT)))) {
        return false;
      }
    }
    for (int i = 0; i < names.size(); i++) {
      int column = i;
      boolean repeats =
          rows.stream()
              .skip(1)
              .limit(1000)
              .anyMatch(
                  row ->
                      column < row.fields().size()
                          && !names.get(column).isBlank()
                          && row.fields().get(column).equals(names.get(column)));
      if (repeats) {
        return false;
      }
    }
    return !seen.isEmpty();
  }

  /**
   * Beside other names, years that follow each other are names, too, where nothing else is a number
   * and no years stand below them.
   */
  private static boolean hasYearsInARow(List<CsvWay.Row> rows) {
    List<String> names = rows.get(0).fields().stream().map(String::strip).toList();
    int[] numbers =
        IntStream.range(0, names.size())
            .filter(i -> NUMERIC.matcher(names.get(i)).matches())
            .toArray();
    return numbers.length > 1
        && numbers.length < names.size()
        && IntStream.of(numbers).allMatch(i -> YEAR.matcher(names.get(i)).matches())
        && IntStream.range(1, numbers.length)
            .allMatch(i -> follow(names.get(numbers[i - 1]), names.get(numbers[i])))
        && IntStream.of(numbers).noneMatch(i -> isBelow(rows, i, YEAR));
  }

  private static boolean follow(String year, String next) {
    return Integer.parseInt(year) + 1 == Integer.parseInt(next);
  }

  private static boolean isBelow(List<CsvWay.Row> rows, int column, Pattern pattern) {
    return rows.stream()
        .skip(1)
        .anyMatch(
            row ->
                column < row.fields().size()
                    && pattern.matcher(row.fields().get(column).strip()).matches());
  }

  /** Names above numbers, some of them twice. */
  static boolean repeatsNames(List<CsvWay.Row> rows) {
    List<String> names = rows.get(0).fields().stream().map(String::strip).toList();
    long different =
        names.stream()
            .filter(n -> !n.isEmpty())
            .map(n -> n.toLowerCase(Locale.ROOT))
            .distinct()
            .count();
    return different < names.stream().filter(n -> !n.isEmpty()).count()
        && rows.size() > 1
        && names.stream().noneMatch(name -> NUMERIC.matcher(name).matches())
        && IntStream.range(0, names.size())
            .anyMatch(i -> isNumeric(rows.subList(1, rows.size()), i));
  }

  private static boolean isNumeric(List<CsvWay.Row> rows, int column) {
    return rows.stream()
        .allMatch(
            row ->
                column < row.fields().size()
                    && NUMERIC.matcher(row.fields().get(column).strip()).matches());
  }

  /** A line of dashes, as clients of databases draw it. */
  static boolean isRule(CsvWay.Row row) {
    return row.fields().stream().allMatch(field -> RULE.matcher(field).matches());
  }
}
