package io.snowgauge.transforms.expectations;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times are those that {@code date} of the GNU tools gives with TZ set to the zone. */
class TimetableTest {
  private static Timetable timetable(Frequency every, String by, int daysAfter, String zone) {
    return new Timetable(every, LocalTime.parse(by), daysAfter, ZoneId.of(zone));
  }

  private static List<Period> between(Timetable timetable, String from, String to) {
    return timetable.between(LocalDate.parse(from), LocalDate.parse(to));
  }

  @ParameterizedTest
  @CsvSource({
    // An hour that Berlin's clocks leave out in March and show twice in October.
    "2026-03-28, 02:30, Europe/Berlin,    2026-03-28T01:30:00Z",
    "2026-03-29, 02:30, Europe/Berlin,    2026-03-29T01:30:00Z",
    "2026-03-30, 02:30, Europe/Berlin,    2026-03-30T00:30:00Z",
    "2026-10-25, 02:30, Europe/Berlin,    2026-10-25T01:30:00Z",
    "2026-10-26, 02:30, Europe/Berlin,    2026-10-26T01:30:00Z",
    // Santiago's clocks leave out midnight.
    "2026-09-06, 00:30, America/Santiago, 2026-09-06T04:30:00Z",
    "2026-01-31, 06:00, Asia/Kolkata,     2026-01-31T00:30:00Z",
    "2026-01-31, 06:00, UTC,              2026-01-31T06:00:00Z"
  })
  void isDueByTheClocksOfTheZone(String day, String by, String zone, Instant due) {
    Timetable timetable = timetable(Frequency.DAY, by, 0, zone);
    assertThat(between(timetable, day, day).get(0).due(), is(due));
    assertThat(timetable.of(LocalDate.parse(day)).orElseThrow().due(), is(due));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-29, Europe/Berlin,       23, 2026-03-29T03:00+02:00",
    "2026-10-25, Europe/Berlin,       25, 2026-10-25T02:00+02:00",
    "2026-01-31, Asia/Kolkata,        24, 2026-01-31T02:00+05:30",
    // Half an hour is put back, so the last is half an hour.
    "2026-04-05, Australia/Lord_Howe, 25, 2026-04-05T01:30+10:30"
  })
  void aDayHasTheHoursThatItsClocksShow(String day, String zone, int hours, String third) {
    List<Period> periods = between(timetable(Frequency.HOUR, "00:15", 0, zone), day, day);
    assertThat(periods.size(), is(hours));
    if (!zone.contains("Howe")) {
      assertThat(periods.get(2).name(), is(third));
    }
    for (int i = 1; i < periods.size(); i++) {
      assertThat(periods.get(i).start(), is(periods.get(i - 1).end()));
    }
    assertThat(periods.get(0).due(), is(periods.get(0).start().plusSeconds(900)));
  }

  @Test
  void weekendsHaveNoPeriodOfTheirOwn() {
    Timetable weekdays = timetable(Frequency.WEEKDAY, "06:00", 0, "UTC");
    assertThat(
        between(weekdays, "2026-01-30", "2026-02-02").stream().map(Period::name).toList(),
        contains("2026-01-30", "2026-02-02"));
    assertThat(weekdays.of(LocalDate.parse("2026-01-31")), is(Optional.empty()));
    assertThat(weekdays.at(Instant.parse("2026-02-01T23:59:59Z")).name(), is("2026-01-30"));
    assertThat(weekdays.at(Instant.parse("2026-02-02T00:00:00Z")).name(), is("2026-02-02"));
  }

  @Test
  void aMonthIsOneWhateverPartOfItIsAskedFor() {
    Timetable months = timetable(Frequency.MONTH, "06:00", 2, "Europe/Berlin");
    List<Period> periods = between(months, "2026-01-31", "2026-03-01");
    assertThat(
        periods.stream().map(Period::name).toList(), contains("2026-01", "2026-02", "2026-03"));
    assertThat(periods.get(1).start(), is(Instant.parse("2026-01-31T23:00:00Z")));
    assertThat(periods.get(1).due(), is(Instant.parse("2026-02-03T05:00:00Z")));
    assertThat(months.of(LocalDate.parse("2026-02-28")).orElseThrow(), is(periods.get(1)));
    assertThat(months.at(Instant.parse("2026-01-31T23:00:00Z")), is(periods.get(1)));
  }

  @ParameterizedTest
  @CsvSource({
    "DAY,     2026-02-02T00:30:00Z, 2026-02-01",
    "HOUR,    2026-02-02T00:30:00Z, 2026-02-01",
    "WEEKDAY, 2026-02-02T00:30:00Z, 2026-01-30",
    "WEEKDAY, 2026-02-01T00:30:00Z, 2026-01-29",
    "MONTH,   2026-03-31T00:30:00Z, 2026-02-01"
  })
  void looksBackToThePeriodBefore(Frequency every, Instant now, LocalDate day) {
    assertThat(timetable(every, "06:00", 0, "UTC").daysToLookBackTo(now), is(day));
  }
}
