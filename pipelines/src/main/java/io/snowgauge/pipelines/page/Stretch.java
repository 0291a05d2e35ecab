package io.snowgauge.pipelines.page;

import io.snowgauge.io.warehouse.control.LoadHistory.Days;
import io.snowgauge.io.warehouse.control.LoadHistory.LoadDay;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Days that a chart has one bar for: as many as leave it with some hundred bars at most.
 *
 * @param first the first of them
 * @param last the last
 * @param sums what loads came to
 */
record Stretch(LocalDate first, LocalDate last, LoadDay sums) {
  private static final int MOST_BARS = 92;

  /** How long stretches are. */
  enum Step {
    DAY("day"),
    WEEK("week"),
    MONTH("month");

    private final String noun;

    Step(String noun) {
      this.noun = noun;
    }

    String noun() {
      return noun;
    }

    /** The step for days of a report. */
    static Step of(Days days) {
      long count = ChronoUnit.DAYS.between(days.first(), days.last()) + 1;
      return count <= MOST_BARS ? DAY : count <= 7 * MOST_BARS ? WEEK : MONTH;
    }

    private LocalDate lastFrom(LocalDate day) {
      return switch (this) {
        case DAY -> day;
        case WEEK -> day.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY));
        case MONTH -> day.with(TemporalAdjusters.lastDayOfMonth());
      };
    }
  }

  /** All stretches of some days, also those in which nothing was loaded. */
  static List<Stretch> of(Days days, List<LoadDay> loads) {
    Step step = Step.of(days);
    NavigableMap<LocalDate, LoadDay> byDay = new TreeMap<>();
    loads.forEach(load -> byDay.put(load.day(), load));
    List<Stretch> stretches = new ArrayList<>();
    LocalDate first = days.first();
    while (!first.isAfter(days.last())) {
      LocalDate end = step.lastFrom(first);
      LocalDate last = end.isAfter(days.last()) ? days.last() : end;
      stretches.add(
          new Stretch(
              first,
              last,
              byDay.subMap(first, true, last, true).values().stream()
                  .reduce(nothing(first), Stretch::plus)));
      first = last.plusDays(1);
    }
    return stretches;
  }

  /** What all of them came to. */
  static LoadDay total(Days days, List<LoadDay> loads) {
    return loads.stream().reduce(nothing(days.first()), Stretch::plus);
  }

  private static LoadDay nothing(LocalDate day) {
    return new LoadDay(day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private static LoadDay plus(LoadDay one, LoadDay other) {
    return new LoadDay(
        one.day(),
        one.runs() + other.runs(),
        one.troubled() + other.troubled(),
        one.files() + other.files(),
        one.source() + other.source(),
        one.ingested() + other.ingested(),
        one.rejected() + other.rejected(),
        one.bytes() + other.bytes(),
        one.loads() + other.loads(),
        one.millis() + other.millis(),
        Math.max(one.longestMillis(), other.longestMillis()));
  }

  /** The day, or the first and the last one. */
  String name() {
    return first.equals(last) ? first.toString() : first + " to " + last;
  }

  /** Records that were neither loaded nor refused: those of files that failed. */
  long open() {
    return open(sums);
  }

  static long open(LoadDay sums) {
    return Math.max(0, sums.source() - sums.ingested() - sums.rejected());
  }

  /** How long a load took, on average. */
  long averageMillis() {
    return sums.loads() == 0 ? 0 : Math.round((double) sums.millis() / sums.loads());
  }

  /** How many of something were read a second while there were loads. */
  double perSecond(long count) {
    return sums.millis() == 0 ? 0 : count * 1000.0 / sums.millis();
  }
}
