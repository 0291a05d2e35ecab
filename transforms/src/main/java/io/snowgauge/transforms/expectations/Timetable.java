package io.snowgauge.transforms.expectations;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When files are expected, by the clocks of a zone.
 *
 * <p>A time that the clocks leave out is the one as much later as they are put forward; of one that
 * they show twice, the second counts: nobody is told of a delay too early.
 *
 * @param every how often
 * @param by the time of day when they have to be loaded; of hours, how long after their start
 * @param daysAfter how many days after the period's first day that is
 * @param zone whose clocks and calendar count
 */
public record Timetable(Frequency every, LocalTime by, int daysAfter, ZoneId zone) {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mmXXX");

  /** The periods that have a part in days of the zone, in their order. */
  public List<Period> between(LocalDate from, LocalDate to) {
    List<Period> periods = new ArrayList<>();
    LocalDate day = every == Frequency.MONTH ? from.withDayOfMonth(1) : from;
    while (!day.isAfter(to)) {
      switch (every) {
        case HOUR -> periods.addAll(hours(day));
        case DAY -> periods.add(day(day, day.plusDays(1)));
        case WEEKDAY -> {
          if (isWeekday(day)) {
            periods.add(day(day, nextWeekday(day)));
          }
        }
        case MONTH -> periods.add(month(day));
      }
      day = every == Frequency.MONTH ? day.plusMonths(1) : day.plusDays(1);
    }
    return periods;
  }

  /** The period that a file is of that names its day; none for a weekend's where none is due. */
  public Optional<Period> of(LocalDate date) {
    return switch (every) {
      case HOUR -> Optional.empty();
      case DAY -> Optional.of(day(date, date.plusDays(1)));
      case WEEKDAY ->
          isWeekday(date) ? Optional.of(day(date, nextWeekday(date))) : Optional.empty();
      case MONTH -> Optional.of(month(date.withDayOfMonth(1)));
    };
  }

  /** The period that a moment is in; where weekends have none, theirs is still the Friday's. */
  public Period at(Instant moment) {
    LocalDate day = moment.atZone(zone).toLocalDate();
    if (every == Frequency.WEEKDAY) {
      while (!isWeekday(day)) {
        day = day.minusDays(1);
      }
    }
    return between(day, day).stream()
        .filter(period -> !moment.isBefore(period.start()) && moment.isBefore(period.end()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no period at " + moment));
  }

  /** The day that the period before the present one begins on, by which one looks back. */
  public LocalDate daysToLookBackTo(Instant now) {
    LocalDate day = at(now).day();
    return switch (every) {
      case HOUR, DAY -> day.minusDays(1);
      case WEEKDAY -> at(day.minusDays(1).atStartOfDay(zone).toInstant()).day();
      case MONTH -> day.minusMonths(1);
    };
  }

  /**
   * Whether files of two periods can be compared: those of the same hour, or of the same day of the
   * week.
   */
  boolean areAlike(Period one, Period other) {
    return switch (every) {
      case HOUR -> localHour(one) == localHour(other);
      case DAY -> one.day().getDayOfWeek() == other.day().getDayOfWeek();
      case WEEKDAY, MONTH -> true;
    };
  }

  private int localHour(Period period) {
    return period.start().atZone(zone).getHour();
  }

  private static boolean isWeekday(LocalDate day) {
    return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
  }

  private static LocalDate nextWeekday(LocalDate day) {
    LocalDate next = day.plusDays(1);
    while (!isWeekday(next)) {
      next = next.plusDays(1);
    }
    return next;
  }

  private List<Period> hours(LocalDate day) {
    List<Period> hours = new ArrayList<>();
    Instant end = start(day.plusDays(1));
    Duration wait = Duration.between(LocalTime.MIDNIGHT, by).plusDays(daysAfter);
    for (Instant start = start(day); start.isBefore(end); start = start.plusSeconds(3600)) {
      Instant next = start.plusSeconds(3600);
      hours.add(
          new Period(
              HOUR.format(start.atZone(zone)),
              day,
              start,
              next.isBefore(end) ? next : end,
              start.plus(wait)));
    }
    return hours;
  }

  private Period day(LocalDate day, LocalDate next) {
    return new Period(day.toString(), day, start(day), start(next), due(day));
  }

  private Period month(LocalDate first) {
    return new Period(
        YearMonth.from(first).toString(),
        first,
        start(first),
        start(first.plusMonths(1)),
        due(first));
  }

  private Instant start(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }

  private Instant due(LocalDate day) {
    return ZonedDateTime.of(day.plusDays(daysAfter), by, zone)
        .withLaterOffsetAtOverlap()
        .toInstant();
  }
}
