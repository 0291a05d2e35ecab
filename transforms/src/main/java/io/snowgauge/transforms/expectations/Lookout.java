package io.snowgauge.transforms.expectations;

import io.snowgauge.transforms.expectations.Arrival.State;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares what came with what was expected. A file is of the day that its name has, if it has one
 * and hours do not matter, and else of the period in which a run first tried it; so a version that
 * is loaded once more later is not taken for a later one.
 */
public final class Lookout {
  /** A capture that came once may be a mistake; who came twice is expected again. */
  private static final int PERIODS_TO_LEARN = 2;

  /** The median of fewer periods says nothing. */
  private static final int PERIODS_TO_COMPARE = 3;

  private final Expectation expectation;
  private final Timetable timetable;

  /** What came, by period, and in it by unit. */
  private final Map<Period, Map<Map<String, String>, List<Arrival>>> came =
      new TreeMap<>(Comparator.comparing(Period::start));

  /** Of each file the newest version that is in, of whatever period. */
  private final Map<String, Arrival> newestIn = new HashMap<>();

  /** Looks at what came of a dataset; the order does not matter. */
  public Lookout(Expectation expectation, List<Arrival> arrivals) {
    this.expectation = expectation;
    this.timetable = expectation.timetable();
    for (Arrival arrival : arrivals) {
      if (arrival.isIn()) {
        newestIn.merge(arrival.uri(), arrival, Lookout::newer);
      }
      Optional<Map<String, String>> unit = expectation.unit(arrival.captures());
      Optional<Period> period = period(timetable, arrival.date(), arrival.firstTriedAt());
      if (unit.isPresent() && period.isPresent()) {
        came.computeIfAbsent(period.get(), unused -> new HashMap<>())
            .computeIfAbsent(unit.get(), unused -> new ArrayList<>())
            .add(arrival);
      }
    }
  }

  /** The period that a file is of. */
  static Optional<Period> period(
      Timetable timetable, @Nullable LocalDate date, Instant firstTriedAt) {
    return date == null || timetable.every() == Frequency.HOUR
        ? Optional.of(timetable.at(firstTriedAt))
        : timetable.of(date);
  }

  /**
   * How all that was expected of some days stands; of what has not begun there is nothing to say.
   *
   * @param now what is due later is waited for
   */
  public List<Standing> standings(LocalDate from, LocalDate to, Instant now) {
    LocalDate first = firstDay(now);
    List<Standing> standings = new ArrayList<>();
    for (Period period : timetable.between(from, to)) {
      if (!period.day().isBefore(first) && !period.start().isAfter(now)) {
        for (Map<String, String> unit : units(period)) {
          standings.add(standing(period, unit, now));
        }
      }
    }
    return standings;
  }

  /** Nothing is expected of the time before a dataset was there. */
  private LocalDate firstDay(Instant now) {
    LocalDate from = expectation.from();
    if (from != null) {
      return timetable.every() == Frequency.MONTH ? from.withDayOfMonth(1) : from;
    }
    return came.keySet().stream().map(Period::day).findFirst().orElse(timetable.at(now).day());
  }

  private List<Map<String, String>> units(Period period) {
    if (!expectation.learns()) {
      return expectation.listed();
    }
    Map<Map<String, String>, Integer> periods = new LinkedHashMap<>();
    before(period)
        .forEach(
            (earlier, units) -> {
              for (Map.Entry<Map<String, String>, List<Arrival>> unit : units.entrySet()) {
                if (unit.getValue().stream().anyMatch(Arrival::isIn)) {
                  periods.merge(unit.getKey(), 1, Integer::sum);
                }
              }
            });
    periods.values().removeIf(times -> times < PERIODS_TO_LEARN);
    // What came is looked at, too, expected or not.
    came.getOrDefault(period, Map.of()).keySet().forEach(unit -> periods.putIfAbsent(unit, 1));
    return periods.keySet().stream().sorted(Comparator.comparing(Object::toString)).toList();
  }

  /** What came in the history of a period. */
  private Map<Period, Map<Map<String, String>, List<Arrival>>> before(Period period) {
    LocalDate first = period.day().minusDays(expectation.historyDays());
    Map<Period, Map<Map<String, String>, List<Arrival>>> before = new LinkedHashMap<>();
    came.forEach(
        (earlier, units) -> {
          if (!earlier.day().isBefore(first) && earlier.start().isBefore(period.start())) {
            before.put(earlier, units);
          }
        });
    return before;
  }

  private Standing standing(Period period, Map<String, String> unit, Instant now) {
    List<Arrival> arrivals = came.getOrDefault(period, Map.of()).getOrDefault(unit, List.of());
    List<Arrival> newest = newest(arrivals);
    List<Arrival> in = newest.stream().filter(Arrival::isIn).toList();
    List<String> failed =
        newest.stream()
            .filter(arrival -> arrival.state() == State.FAILED && !isMended(arrival))
            .map(Arrival::uri)
            .sorted()
            .toList();
    long records = in.stream().mapToLong(Arrival::records).sum();
    long bytes = in.stream().mapToLong(Arrival::bytes).sum();
    long rejected = in.stream().mapToLong(Arrival::rejected).sum();
    long expected = expectedRecords(period, unit);
    Instant loadedAt = firstLoad(arrivals);
    boolean isLittle = records < expected || bytes < expectation.minBytes();
    Set<Verdict> verdicts =
        verdicts(
            now.isBefore(period.due()),
            loadedAt != null && loadedAt.isAfter(period.due()),
            !failed.isEmpty(),
            !in.isEmpty(),
            isLittle);
    if (rejected > 0) {
      verdicts.add(Verdict.PARTIAL);
    }
    if (verdicts.isEmpty()) {
      verdicts.add(Verdict.OK);
    }
    return new Standing(
        period, unit, verdicts, records, bytes, rejected, loadedAt, expected, failed);
  }

  private static Set<Verdict> verdicts(
      boolean isEarly, boolean isLate, boolean hasFailed, boolean isIn, boolean isLittle) {
    Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
    if (hasFailed) {
      verdicts.add(Verdict.FAILED);
    }
    if (!isIn && !hasFailed) {
      verdicts.add(isEarly ? Verdict.WAITING : Verdict.MISSING);
    }
    if (isIn && isLate) {
      verdicts.add(Verdict.LATE);
    }
    if (isIn && isLittle) {
      // Another file may still come.
      verdicts.add(isEarly ? Verdict.WAITING : Verdict.SHORT);
    }
    return verdicts;
  }

  /** Of each file the version that counts. */
  private static List<Arrival> newest(List<Arrival> arrivals) {
    Map<String, Arrival> newest = new LinkedHashMap<>();
    for (Arrival arrival : arrivals) {
      newest.merge(arrival.uri(), arrival, Lookout::newer);
    }
    // Where the newest was taken out again, an older one may still be in.
    for (Arrival arrival : arrivals) {
      Arrival counted = Objects.requireNonNull(newest.get(arrival.uri()));
      if (counted.state() == State.RETRACTED && arrival.state() == State.PRESENT) {
        newest.put(arrival.uri(), arrival);
      }
    }
    return List.copyOf(newest.values());
  }

  /** The newest of some versions of a file that are in. */
  static Optional<Arrival> newestIn(List<Arrival> versions) {
    return versions.stream().filter(Arrival::isIn).reduce(Lookout::newer);
  }

  /** Whether a newer version of a file that failed is in, be it of a later period. */
  private boolean isMended(Arrival failed) {
    Arrival in = newestIn.get(failed.uri());
    return in != null && newer(failed, in).equals(in);
  }

  private static Arrival newer(Arrival one, Arrival other) {
    return Comparator.comparing(Arrival::modifiedAt)
                .thenComparing(Arrival::firstTriedAt)
                .compare(one, other)
            >= 0
        ? one
        : other;
  }

  /** When the first of them was in, be it in still or not. */
  private static @Nullable Instant firstLoad(List<Arrival> arrivals) {
    return arrivals.stream()
        .map(Arrival::firstLoadedAt)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** How many records a unit is to have at least. */
  private long expectedRecords(Period period, Map<String, String> unit) {
    Double share = expectation.minShareOfMedian();
    if (share == null) {
      return expectation.minRecords();
    }
    List<Long> counts = new ArrayList<>();
    before(period)
        .forEach(
            (earlier, units) -> {
              List<Arrival> in =
                  newest(units.getOrDefault(unit, List.of())).stream()
                      .filter(Arrival::isIn)
                      .toList();
              if (!in.isEmpty() && timetable.areAlike(period, earlier)) {
                counts.add(in.stream().mapToLong(Arrival::records).sum());
              }
            });
    if (counts.size() < PERIODS_TO_COMPARE) {
      return expectation.minRecords();
    }
    return Math.max(expectation.minRecords(), (long) Math.ceil(share * median(counts)));
  }

  private static double median(List<Long> counts) {
    List<Long> sorted = counts.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2.0;
  }
}
