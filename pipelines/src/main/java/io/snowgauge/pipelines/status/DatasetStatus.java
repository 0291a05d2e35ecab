package io.snowgauge.pipelines.status;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.FileStatus;
import io.snowgauge.io.warehouse.control.LoadedVersions;
import io.snowgauge.io.warehouse.control.LoadedVersions.Version;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.expectations.Arrival;
import io.snowgauge.transforms.expectations.Arrivals;
import io.snowgauge.transforms.expectations.Expectation;
import io.snowgauge.transforms.expectations.Frequency;
import io.snowgauge.transforms.expectations.Standing;
import io.snowgauge.transforms.expectations.Timetable;
import io.snowgauge.transforms.expectations.Verdict;
import io.snowgauge.transforms.files.InputPattern;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a dataset stands.
 *
 * @param dataset its name
 * @param expectation which files are expected, or null; then files are looked at day by day
 * @param lastLoad when its last file was loaded, or null
 * @param standings of the days that were asked for, in their order; those that are OK, too; then
 *     those of files that failed and were not expected
 */
public record DatasetStatus(
    String dataset,
    @Nullable Expectation expectation,
    @Nullable Instant lastLoad,
    List<Standing> standings) {

  /** Days of UTC, of which nothing is expected. */
  private static final Expectation NOTHING =
      new Expectation(
          new Timetable(Frequency.DAY, LocalTime.MIDNIGHT, 0, ZoneOffset.UTC),
          Map.of(),
          0,
          0,
          null,
          1,
          null);

  private static final List<Verdict> FAILED_ONLY = List.of(Verdict.FAILED);
  private static final List<Verdict> TOLD_ANYWAY = List.of(Verdict.FAILED, Verdict.PARTIAL);

  /**
   * The days to look at.
   *
   * @param from the first, or null for that of the period before the present one
   * @param to the last, or null for today
   */
  public record Days(@Nullable LocalDate from, @Nullable LocalDate to) {
    /** The present period and the one before it. */
    public static final Days LATEST = new Days(null, null);
  }

  /** Keeps a copy of the list. */
  public DatasetStatus {
    standings = List.copyOf(standings);
  }

  /** What is not OK, in the order of the days. */
  public List<Standing> told() {
    return standings.stream()
        .filter(standing -> !standing.verdicts().contains(Verdict.OK))
        .toList();
  }

  /** Whether there is something that somebody has to look after. */
  public boolean hasProblem() {
    return standings.stream()
        .flatMap(standing -> standing.verdicts().stream())
        .anyMatch(Verdict::isProblem);
  }

  /** The first day that is looked at where none is asked for. */
  public static LocalDate latestFrom(@Nullable Expectation expectation, Instant now) {
    return (expectation == null ? NOTHING : expectation).timetable().daysToLookBackTo(now);
  }

  /** Of a dataset that no run has loaded, in a warehouse that may not be there. */
  public static DatasetStatus ofNothing(
      Dataset dataset, @Nullable Expectation expectation, Days days, Instant now) {
    return new Look(dataset.name(), expectation, days, now).status(null);
  }

  /**
   * Reads the ledger, version by version.
   *
   * @param now what is due later is waited for
   */
  public static DatasetStatus of(
      Warehouse warehouse,
      Connection connection,
      Dataset dataset,
      @Nullable Expectation expectation,
      Days days,
      Instant now)
      throws SQLException {
    LoadedVersions versions = new LoadedVersions(warehouse);
    Look look = new Look(dataset.name(), expectation, days, now);
    versions.each(
        connection,
        dataset.name(),
        version -> arrival(dataset.input(), version).ifPresent(look::add));
    return look.status(versions.lastLoad(connection, dataset.name()).orElse(null));
  }

  /** A look at what came by the same days of two expectations: the dataset's, and of nothing. */
  private static final class Look {
    private final String dataset;
    private final @Nullable Expectation expectation;
    private final Instant now;
    private final LookAt unexpected;
    private final @Nullable LookAt expected;

    Look(String dataset, @Nullable Expectation expectation, Days days, Instant now) {
      this.dataset = dataset;
      this.expectation = expectation;
      this.now = now;
      this.unexpected = LookAt.of(NOTHING, days, now);
      this.expected = expectation == null ? null : LookAt.of(expectation, days, now);
    }

    void add(Arrival arrival) {
      unexpected.arrivals.add(arrival);
      if (expected != null) {
        expected.arrivals.add(arrival);
      }
    }

    DatasetStatus status(@Nullable Instant lastLoad) {
      if (expected == null) {
        List<Standing> told =
            unexpected.standings(now).stream()
                .flatMap(standing -> only(TOLD_ANYWAY, standing, standing.failed()).stream())
                .toList();
        return new DatasetStatus(dataset, null, lastLoad, told);
      }
      List<Standing> standings = new ArrayList<>(expected.standings(now));
      Set<String> told =
          standings.stream().flatMap(one -> one.failed().stream()).collect(Collectors.toSet());
      for (Standing standing : unexpected.standings(now)) {
        List<String> more = standing.failed().stream().filter(uri -> !told.contains(uri)).toList();
        standings.addAll(only(more.isEmpty() ? List.of() : FAILED_ONLY, standing, more));
      }
      return new DatasetStatus(dataset, expectation, lastLoad, standings);
    }
  }

  /** The days to look at by an expectation, and what is to be known for it. */
  private record LookAt(LocalDate from, LocalDate to, Arrivals arrivals) {
    static LookAt of(Expectation expectation, Days days, Instant now) {
      Timetable timetable = expectation.timetable();
      LocalDate from = days.from() == null ? timetable.daysToLookBackTo(now) : days.from();
      LocalDate to = days.to() == null ? now.atZone(timetable.zone()).toLocalDate() : days.to();
      return new LookAt(from, to, new Arrivals(expectation, from, to));
    }

    List<Standing> standings(Instant now) {
      return arrivals.lookout().standings(from, to, now);
    }
  }

  /** Where nothing is expected, only what came can be told. */
  private static List<Standing> only(List<Verdict> asked, Standing standing, List<String> failed) {
    List<Verdict> verdicts = asked.stream().filter(standing.verdicts()::contains).toList();
    return verdicts.isEmpty() ? List.of() : List.of(standing.with(verdicts, failed));
  }

  /** None for a file that the input no longer matches: nobody knows what it would be. */
  private static Optional<Arrival> arrival(InputPattern input, Version version) {
    return input
        .match(version.uri())
        .map(
            captures -> {
              String date = captures.get(InputPattern.DATE);
              return new Arrival(
                  version.uri(),
                  captures,
                  date == null ? null : LocalDate.parse(date),
                  state(version.status()),
                  version.modifiedAt(),
                  version.firstTriedAt(),
                  version.firstLoadedAt(),
                  version.bytes(),
                  version.accepted(),
                  version.rejected());
            });
  }

  private static Arrival.State state(FileStatus status) {
    return switch (status) {
      case PUBLISHED -> Arrival.State.PRESENT;
      case REPLACED, SUPERSEDED, REPLAYED -> Arrival.State.LOADED;
      case RETRACTED -> Arrival.State.RETRACTED;
      case FAILED, EXTRACTED -> Arrival.State.FAILED;
    };
  }
}
