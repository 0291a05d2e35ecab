package io.snowgauge.pipelines.page;

import io.snowgauge.transforms.expectations.Standing;
import io.snowgauge.transforms.expectations.Verdict;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Months of days, each with the worst that is to be said of the files of that day. */
final class StatusCalendar {
  private StatusCalendar() {}

  /** A month. */
  record Month(String name, List<Week> weeks) {}

  /** From Monday to Sunday. */
  record Week(List<Cell> cells) {}

  /**
   * A day of the month, or a gap before its first or behind its last.
   *
   * @param day its number, or nothing
   * @param kind the worst verdict in lower case, a name of the page's style; nothing where nothing
   *     was expected
   * @param sign a sign for it
   * @param told how many files are how
   */
  record Cell(String day, String kind, String sign, String told) {
    private static final Cell GAP = new Cell("", "", "", "");

    /** Whether anything is to be said. */
    boolean isTold() {
      return !told.isEmpty();
    }
  }

  /** The months in which anything was expected, in their order. */
  static List<Month> of(Collection<Standing> standings) {
    Map<YearMonth, Map<LocalDate, Map<Verdict, Integer>>> months = new TreeMap<>();
    for (Standing standing : standings) {
      LocalDate day = standing.period().day();
      Map<Verdict, Integer> counts =
          months
              .computeIfAbsent(YearMonth.from(day), month -> new TreeMap<>())
              .computeIfAbsent(day, first -> new EnumMap<>(Verdict.class));
      standing.verdicts().forEach(verdict -> counts.merge(verdict, 1, Integer::sum));
    }
    return months.entrySet().stream()
        .map(month -> month(month.getKey(), month.getValue()))
        .toList();
  }

  private static Month month(YearMonth month, Map<LocalDate, Map<Verdict, Integer>> days) {
    List<Cell> cells =
        new ArrayList<>(
            Collections.nCopies(month.atDay(1).getDayOfWeek().getValue() - 1, Cell.GAP));
    for (int number = 1; number <= month.lengthOfMonth(); number++) {
      cells.add(cell(number, days.getOrDefault(month.atDay(number), Map.of())));
    }
    while (cells.size() % 7 != 0) {
      cells.add(Cell.GAP);
    }
    List<Week> weeks = new ArrayList<>();
    for (int from = 0; from < cells.size(); from += 7) {
      weeks.add(new Week(cells.subList(from, from + 7)));
    }
    return new Month(
        month.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH) + " " + month.getYear(),
        weeks);
  }

  private static Cell cell(int number, Map<Verdict, Integer> counts) {
    if (counts.isEmpty()) {
      return new Cell(String.valueOf(number), "", "", "");
    }
    Verdict worst = Collections.max(counts.keySet());
    List<String> told = new ArrayList<>();
    counts.forEach((verdict, count) -> told.add(0, count + " " + verdict));
    return new Cell(
        String.valueOf(number),
        worst.name().toLowerCase(Locale.ROOT),
        sign(worst),
        String.join(", ", told));
  }

  /** A letter, for colours are not told apart by everybody. */
  private static String sign(Verdict verdict) {
    return switch (verdict) {
      case OK -> "✓";
      case WAITING -> "…";
      case PARTIAL -> "P";
      case LATE -> "L";
      case SHORT -> "S";
      case FAILED -> "F";
      case MISSING -> "M";
    };
  }
}
