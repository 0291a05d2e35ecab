package io.snowgauge.transforms.expectations;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.expectations.Arrival.State;
import io.snowgauge.transforms.expectations.Expectation.Learned;
import io.snowgauge.transforms.expectations.Expectation.Listed;
import io.snowgauge.transforms.expectations.Expectation.Values;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookoutTest {
  private static final Values BERLIN_AND_LIMA = new Listed(List.of("berlin", "lima"));
  private static final Instant NOON = Instant.parse("2026-02-03T12:00:00Z");

  private Frequency every = Frequency.DAY;
  private Map<String, Values> captures = Map.of();
  private long minRecords;
  private long minBytes;
  private @Nullable Double minShare;
  private @Nullable LocalDate from;
  private final List<Arrival> arrivals = new ArrayList<>();

  private Expectation expectation() {
    return new Expectation(
        new Timetable(every, LocalTime.parse("06:00"), 0, ZoneId.of("UTC")),
        captures,
        minRecords,
        minBytes,
        minShare,
        28,
        from);
  }

  /** A file of a unit and a day, loaded at a time, with 10 records of 10 bytes. */
  private Arrival file(String unit, @Nullable String date, String loadedAt) {
    Instant loaded = Instant.parse(loadedAt);
    return new Arrival(
        unit + "-" + date,
        Map.of("unit", unit),
        date == null ? null : LocalDate.parse(date),
        State.PRESENT,
        loaded,
        loaded,
        loaded,
        100,
        10,
        0);
  }

  private static Arrival as(State state, Arrival file) {
    return new Arrival(
        file.uri(),
        file.captures(),
        file.date(),
        state,
        file.modifiedAt(),
        file.firstTriedAt(),
        state == State.FAILED ? null : file.firstLoadedAt(),
        file.bytes(),
        file.records(),
        file.rejected());
  }

  private static Arrival with(long records, long rejected, Arrival file) {
    return new Arrival(
        file.uri(),
        file.captures(),
        file.date(),
        file.state(),
        file.modifiedAt(),
        file.firstTriedAt(),
        file.firstLoadedAt(),
        file.bytes(),
        records,
        rejected);
  }

  private List<String> look(String from, String to, Instant now) {
    return new Lookout(expectation(), arrivals)
        .standings(LocalDate.parse(from), LocalDate.parse(to), now).stream()
            .map(
                standing ->
                    standing.period().name()
                        + standing.unit().values()
                        + " "
                        + standing.verdicts()
                        + " "
                        + standing.records())
            .toList();
  }

  @Test
  void aFileThatNamesItsDayIsOfThatDayWheneverItComes() {
    arrivals.add(file("berlin", "2026-02-01", "2026-02-01T06:00:00Z"));
    arrivals.add(file("berlin", "2026-02-02", "2026-02-02T06:00:01Z"));
    assertThat(
        look("2026-02-01", "2026-02-03", NOON),
        contains("2026-02-01[] [OK] 10", "2026-02-02[] [LATE] 10", "2026-02-03[] [MISSING] 0"));
    arrivals.add(file("berlin", "2026-02-03", "2026-02-20T05:00:00Z"));
    assertThat(look("2026-02-03", "2026-02-03", NOON), contains("2026-02-03[] [LATE] 10"));
  }

  @Test
  void aFileThatNamesNoDayIsOfTheDayThatItWasFirstTriedOn() {
    arrivals.add(file("berlin", null, "2026-02-01T05:00:00Z"));
    Arrival mended = file("berlin", null, "2026-02-03T05:00:00Z");
    arrivals.add(
        new Arrival(
            "mended",
            mended.captures(),
            null,
            State.PRESENT,
            mended.modifiedAt(),
            Instant.parse("2026-02-02T05:00:00Z"),
            mended.firstLoadedAt(),
            100,
            10,
            0));
    assertThat(
        look("2026-02-01", "2026-02-03", NOON),
        contains("2026-02-01[] [OK] 10", "2026-02-02[] [LATE] 10", "2026-02-03[] [MISSING] 0"));
  }

  @Test
  void whatIsNotDueYetIsWaitedForAndWhatHasNotBegunIsNotSpokenOf() {
    from = LocalDate.parse("2026-02-02");
    assertThat(
        look("2026-02-01", "2026-02-05", Instant.parse("2026-02-03T05:59:59Z")),
        contains("2026-02-02[] [MISSING] 0", "2026-02-03[] [WAITING] 0"));
    assertThat(
        look("2026-02-03", "2026-02-03", Instant.parse("2026-02-03T06:00:00Z")),
        contains("2026-02-03[] [MISSING] 0"));
  }

  @Test
  void nothingIsExpectedOfTheTimeBeforeADatasetWasThere() {
    assertThat(look("2026-01-01", "2026-02-03", NOON), contains("2026-02-03[] [MISSING] 0"));
    arrivals.add(file("berlin", "2026-02-02", "2026-02-02T05:00:00Z"));
    assertThat(
        look("2026-01-01", "2026-02-03", NOON),
        contains("2026-02-02[] [OK] 10", "2026-02-03[] [MISSING] 0"));
    assertThat(look("2026-01-01", "2026-01-31", NOON), is(empty()));
  }

  @Test
  void ofEachListedValueAFileIsExpectedAndOfNoOther() {
    captures = Map.of("unit", BERLIN_AND_LIMA);
    arrivals.add(file("berlin", "2026-02-03", "2026-02-03T05:00:00Z"));
    arrivals.add(as(State.FAILED, file("paris", "2026-02-03", "2026-02-03T05:00:00Z")));
    assertThat(
        look("2026-02-03", "2026-02-03", NOON),
        contains("2026-02-03[berlin] [OK] 10", "2026-02-03[lima] [MISSING] 0"));
  }

  @Test
  void whatCameInTwoPeriodsIsLearned() {
    captures = Map.of("unit", new Learned());
    arrivals.add(file("berlin", "2026-01-30", "2026-01-30T05:00:00Z"));
    arrivals.add(file("berlin", "2026-02-01", "2026-02-01T05:00:00Z"));
    arrivals.add(file("stray", "2026-02-01", "2026-02-01T05:00:00Z"));
    arrivals.add(as(State.FAILED, file("broken", "2026-01-30", "2026-01-30T05:00:00Z")));
    arrivals.add(as(State.FAILED, file("broken", "2026-02-01", "2026-02-01T05:00:00Z")));
    arrivals.add(file("new", "2026-02-03", "2026-02-03T05:00:00Z"));
    assertThat(
        look("2026-02-03", "2026-02-03", NOON),
        contains("2026-02-03[berlin] [MISSING] 0", "2026-02-03[new] [OK] 10"));
  }

  @Test
  void whatHasNotComeForFourWeeksIsForgotten() {
    captures = Map.of("unit", new Learned());
    arrivals.add(file("berlin", "2026-01-05", "2026-01-05T05:00:00Z"));
    arrivals.add(file("berlin", "2026-01-06", "2026-01-06T05:00:00Z"));
    assertThat(look("2026-02-02", "2026-02-02", NOON), contains("2026-02-02[berlin] [MISSING] 0"));
    assertThat(look("2026-02-03", "2026-02-03", NOON), is(empty()));
  }

  @ParameterizedTest
  @CsvSource({
    // What the newest version is, and what an older one of the same file is.
    "FAILED,    PRESENT,   [FAILED]",
    "FAILED,    FAILED,    [FAILED]",
    "PRESENT,   FAILED,    [OK]",
    "PRESENT,   LOADED,    [OK]",
    "LOADED,    LOADED,    [OK]",
    "RETRACTED, PRESENT,   [OK]",
    "RETRACTED, LOADED,    [MISSING]",
    "RETRACTED, RETRACTED, [MISSING]",
    "RETRACTED, FAILED,    [MISSING]"
  })
  void theNewestVersionOfAFileCounts(State newest, State older, String verdicts) {
    arrivals.add(as(newest, file("berlin", "2026-02-03", "2026-02-03T05:00:00Z")));
    arrivals.add(as(older, file("berlin", "2026-02-03", "2026-02-03T04:00:00Z")));
    assertThat(
        look("2026-02-03", "2026-02-03", NOON).get(0).replaceFirst(".*\\[\\] (\\[.*]).*", "$1"),
        is(verdicts));
  }

  @Test
  void aFailureIsNotToldOnceANewerVersionIsInThoughOfALaterPeriod() {
    arrivals.add(as(State.FAILED, file("latest", null, "2026-02-02T23:50:00Z")));
    assertThat(look("2026-02-02", "2026-02-02", NOON), contains("2026-02-02[] [FAILED] 0"));
    arrivals.add(file("latest", null, "2026-02-03T00:20:00Z"));
    assertThat(
        look("2026-02-02", "2026-02-03", NOON),
        contains("2026-02-02[] [MISSING] 0", "2026-02-03[] [OK] 10"));
  }

  @Test
  void aFailedFileIsToldBesideOthersThatAreInAndBeforeItIsDue() {
    arrivals.add(file("berlin", "2026-02-03", "2026-02-03T05:00:00Z"));
    arrivals.add(as(State.FAILED, file("lima", "2026-02-03", "2026-02-03T05:00:00Z")));
    assertThat(
        look("2026-02-03", "2026-02-03", Instant.parse("2026-02-03T05:30:00Z")),
        contains("2026-02-03[] [FAILED] 10"));
    assertThat(
        new Lookout(expectation(), arrivals)
            .standings(LocalDate.parse("2026-02-03"), LocalDate.parse("2026-02-03"), NOON)
            .get(0)
            .failed(),
        contains("lima-2026-02-03"));
  }

  @ParameterizedTest
  @CsvSource({
    "10, 100, [OK]",
    "11, 100, [SHORT]",
    "10, 101, [SHORT]",
    "0, 0, [OK]",
  })
  void whatHasLessThanTheLeastIsShort(long records, long bytes, String verdicts) {
    minRecords = records;
    minBytes = bytes;
    arrivals.add(file("berlin", "2026-02-03", "2026-02-03T05:00:00Z"));
    assertThat(
        look("2026-02-03", "2026-02-03", NOON), contains("2026-02-03[] " + verdicts + " 10"));
  }

  @Test
  void untilItIsDueMoreMayCome() {
    minRecords = 11;
    arrivals.add(file("berlin", "2026-02-03", "2026-02-03T05:00:00Z"));
    assertThat(
        look("2026-02-03", "2026-02-03", Instant.parse("2026-02-03T05:30:00Z")),
        contains("2026-02-03[] [WAITING] 10"));
    arrivals.add(file("lima", "2026-02-03", "2026-02-03T05:40:00Z"));
    assertThat(look("2026-02-03", "2026-02-03", NOON), contains("2026-02-03[] [OK] 20"));
  }

  /** The Tuesdays before have 100, 200 and 300; other days of the week do not matter. */
  @ParameterizedTest
  @CsvSource({"100, [OK]", "99, [SHORT]"})
  void aShareIsThatOfTheMedianOfTheSameDayOfTheWeek(long records, String verdicts) {
    minShare = 0.5;
    arrivals.add(with(100, 0, file("b", "2026-01-13", "2026-01-13T05:00:00Z")));
    arrivals.add(with(300, 0, file("b", "2026-01-20", "2026-01-20T05:00:00Z")));
    arrivals.add(with(200, 0, file("b", "2026-01-27", "2026-01-27T05:00:00Z")));
    for (int day = 28; day <= 31; day++) {
      arrivals.add(with(9000, 0, file("b", "2026-01-" + day, "2026-01-" + day + "T05:00:00Z")));
    }
    arrivals.add(with(records, 0, file("b", "2026-02-03", "2026-02-03T05:00:00Z")));
    assertThat(
        look("2026-02-03", "2026-02-03", NOON),
        contains("2026-02-03[] " + verdicts + " " + records));
  }

  @Test
  void twoDaysAreTooFewForAMedian() {
    minShare = 1.0;
    arrivals.add(with(100, 0, file("b", "2026-01-20", "2026-01-20T05:00:00Z")));
    arrivals.add(with(100, 0, file("b", "2026-01-27", "2026-01-27T05:00:00Z")));
    arrivals.add(with(1, 0, file("b", "2026-02-03", "2026-02-03T05:00:00Z")));
    assertThat(look("2026-02-03", "2026-02-03", NOON), contains("2026-02-03[] [OK] 1"));
  }

  @Test
  void severalThingsCanBeSaidOfOneFile() {
    minRecords = 10;
    arrivals.add(with(9, 1, file("b", "2026-02-03", "2026-02-03T07:00:00Z")));
    assertThat(
        look("2026-02-03", "2026-02-03", NOON), contains("2026-02-03[] [PARTIAL, LATE, SHORT] 9"));
  }

  @Test
  void aFileOfASaturdayIsOfNoWeekdayIfItSaysSoAndElseOfTheFriday() {
    every = Frequency.WEEKDAY;
    arrivals.add(file("b", "2026-01-31", "2026-01-31T05:00:00Z"));
    from = LocalDate.parse("2026-01-30");
    assertThat(
        look("2026-01-30", "2026-02-02", NOON),
        contains("2026-01-30[] [MISSING] 0", "2026-02-02[] [MISSING] 0"));
    arrivals.add(file("b", null, "2026-01-31T05:00:00Z"));
    assertThat(
        look("2026-01-30", "2026-02-02", NOON),
        contains("2026-01-30[] [LATE] 10", "2026-02-02[] [MISSING] 0"));
  }
}
