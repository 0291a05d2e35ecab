package io.snowgauge.transforms.expectations;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Of all that ever came of a dataset, what has to be known to look at some days. What it keeps
 * grows with these days and with the history that they are compared with, and not with the ledger.
 */
public final class Arrivals {
  private final Expectation expectation;
  private final LocalDate start;
  private final LocalDate last;
  private final List<Arrival> kept = new ArrayList<>();

  /** The versions of one file, of which the next may be a version, too. */
  private final List<Arrival> ofFile = new ArrayList<>();

  /** By that it is known since when there is the dataset. */
  private @Nullable Arrival earliest;

  private @Nullable Instant earliestStart;

  /** For looking at some days by an expectation. */
  public Arrivals(Expectation expectation, LocalDate from, LocalDate to) {
    this.expectation = expectation;
    LocalDate asked =
        expectation.timetable().every() == Frequency.MONTH ? from.withDayOfMonth(1) : from;
    this.start = asked.minusDays(expectation.historyDays());
    this.last = to;
  }

  /** Takes the next version; all versions of a file come one after the other. */
  public void add(Arrival arrival) {
    if (!ofFile.isEmpty() && !ofFile.get(0).uri().equals(arrival.uri())) {
      endFile();
    }
    ofFile.add(arrival);
  }

  /** Looks at what has come, when all of it has been taken. */
  public Lookout lookout() {
    endFile();
    List<Arrival> all = new ArrayList<>(kept);
    Arrival first = earliest;
    if (first != null && all.stream().noneMatch(arrival -> arrival.equals(first))) {
      all.add(first);
    }
    return new Lookout(expectation, all);
  }

  /** How many versions are kept. */
  int size() {
    return kept.size();
  }

  private void endFile() {
    List<Arrival> asked = ofFile.stream().filter(this::isAsked).toList();
    kept.addAll(asked);
    if (asked.stream().anyMatch(arrival -> arrival.state() == Arrival.State.FAILED)) {
      // What failed may have been mended by a version of another day.
      Lookout.newestIn(ofFile).filter(in -> !asked.contains(in)).ifPresent(kept::add);
    }
    ofFile.clear();
  }

  private boolean isAsked(Arrival arrival) {
    Optional<Period> period =
        Lookout.period(expectation.timetable(), arrival.date(), arrival.firstTriedAt());
    if (period.isEmpty() || expectation.unit(arrival.captures()).isEmpty()) {
      return false;
    }
    noteEarliest(arrival, period.get().start());
    LocalDate day = period.get().day();
    return !day.isBefore(start) && !day.isAfter(last);
  }

  private void noteEarliest(Arrival arrival, Instant start) {
    if (earliestStart == null || start.isBefore(earliestStart)) {
      earliest = arrival;
      earliestStart = start;
    }
  }
}
