package io.snowgauge.transforms.expectations;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.snowgauge.transforms.expectations.Arrival.State;
import io.snowgauge.transforms.expectations.Expectation.Learned;
import io.snowgauge.transforms.expectations.Expectation.Listed;
import io.snowgauge.transforms.expectations.Expectation.Values;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept says the same of the days that are asked as all that ever came. */
class ArrivalsTest {
  private static final LocalDate BEGIN = LocalDate.parse("2025-01-01");
  private static final Instant NOW = Instant.parse("2025-07-01T12:00:00Z");

  private final Random random = new Random(18);

  private Expectation expectation(Frequency every, Values units, @Nullable Double share) {
    return new Expectation(
        new Timetable(every, LocalTime.parse("00:30"), 0, ZoneId.of("Europe/Berlin")),
        Map.of("unit", units),
        random.nextInt(3),
        0,
        share,
        1 + random.nextInt(40),
        null);
  }

  /** A version of one of some files, some of which have a date; it may come much later. */
  private Arrival arrival(int files) {
    int file = random.nextInt(files);
    LocalDate day = BEGIN.plusDays(new Random(file).nextInt(180));
    Instant tried =
        day.atStartOfDay(ZoneId.of("UTC"))
            .toInstant()
            .plus(Duration.ofMinutes(random.nextInt(random.nextBoolean() ? 3000 : 150_000)));
    State state = any(State.class);
    return new Arrival(
        "file-" + file,
        Map.of("unit", List.of("berlin", "lima", "oslo").get(file % 3)),
        file % 2 == 0 ? day : null,
        state,
        tried.minusSeconds(random.nextInt(100_000)),
        tried,
        state == State.FAILED ? null : tried,
        10,
        random.nextInt(5),
        random.nextInt(2));
  }

  private <T extends Enum<T>> T any(Class<T> of) {
    return List.copyOf(EnumSet.allOf(of)).get(random.nextInt(EnumSet.allOf(of).size()));
  }

  @Test
  void saysTheSameAsTheWholeHistory() {
    for (int round = 0; round < 150; round++) {
      List<Arrival> all = new ArrayList<>();
      for (int i = random.nextInt(300); i > 0; i--) {
        all.add(arrival(60));
      }
      all.sort(Comparator.comparing(Arrival::uri));
      Expectation expectation =
          expectation(
              any(Frequency.class),
              random.nextBoolean() ? new Learned() : new Listed(List.of("berlin", "lima")),
              random.nextBoolean() ? null : 0.5);
      LocalDate from = BEGIN.plusDays(random.nextInt(200));
      LocalDate to = from.plusDays(random.nextInt(20));
      Arrivals arrivals = new Arrivals(expectation, from, to);
      all.forEach(arrivals::add);
      assertThat(
          "round " + round,
          arrivals.lookout().standings(from, to, NOW),
          is(new Lookout(expectation, all).standings(from, to, NOW)));
    }
  }

  @Test
  void keepsAsMuchOfTenYearsAsOfTwoMonths() {
    Expectation expectation =
        new Expectation(
            new Timetable(Frequency.DAY, LocalTime.NOON, 0, ZoneId.of("UTC")),
            Map.of(),
            0,
            0,
            null,
            28,
            null);
    LocalDate today = BEGIN.plusDays(3650);
    Arrivals arrivals = new Arrivals(expectation, today.minusDays(1), today);
    for (int day = 0; day <= 3650; day++) {
      for (int file = 0; file < 30; file++) {
        LocalDate date = BEGIN.plusDays(day);
        Instant at = date.atStartOfDay(ZoneId.of("UTC")).toInstant();
        arrivals.add(
            new Arrival(date + "-" + file, Map.of(), date, State.PRESENT, at, at, at, 1, 1, 0));
      }
    }
    arrivals.lookout();
    assertThat(arrivals.size(), is(lessThanOrEqualTo(30 * 30)));
  }
}
