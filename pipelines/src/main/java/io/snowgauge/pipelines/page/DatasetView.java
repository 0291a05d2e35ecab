package io.snowgauge.pipelines.page;

import io.snowgauge.io.warehouse.control.LoadHistory.Days;
import io.snowgauge.io.warehouse.control.LoadHistory.LoadDay;
import io.snowgauge.io.warehouse.control.LoadHistory.OpenFile;
import io.snowgauge.io.warehouse.control.RejectReasons.Example;
import io.snowgauge.io.warehouse.control.RejectReasons.Reason;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.pipelines.report.StatusReport;
import io.snowgauge.pipelines.status.DatasetStatus;
import io.snowgauge.transforms.expectations.Standing;
import io.snowgauge.transforms.text.Amount;
import io.snowgauge.transforms.text.Excerpt;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A dataset as the page's template asks for it; each method is a name in the template. */
final class DatasetView {
  private static final int MOST_TOLD = 300;

  /** A file that did not balance. */
  record Open(
      String file,
      String run,
      String triedAt,
      String tries,
      String source,
      String accepted,
      String rejected,
      String ingested,
      String messages,
      boolean isIn) {}

  /** A kind of reason. */
  record Refusal(
      String kind, String lines, String files, String share, List<RefusedLine> examples) {}

  /** An example of it. */
  record RefusedLine(String file, String line, String reason, String raw) {}

  private final int index;
  private final DatasetHistory history;
  private final Instant now;
  private final Duration oldest;
  private final LoadDay total;
  private final LoadPictures pictures;
  private final List<Standing> told;

  /**
   * A view.
   *
   * @param oldest the longest that any dataset of the page has not been loaded
   */
  DatasetView(int index, DatasetHistory history, Days days, Instant now, Duration oldest) {
    this.index = index;
    this.history = history;
    this.now = now;
    this.oldest = oldest;
    this.pictures = new LoadPictures(name(), days, history.days());
    this.total = Stretch.total(days, history.days());
    List<Standing> newestFirst = new ArrayList<>(history.status().told());
    Collections.reverse(newestFirst);
    this.told = newestFirst;
  }

  /** How long ago a dataset was loaded; zero for one that never was. */
  static Duration age(DatasetStatus status, Instant now) {
    Instant lastLoad = status.lastLoad();
    Duration age = lastLoad == null ? Duration.ZERO : Duration.between(lastLoad, now);
    return age.isNegative() ? Duration.ZERO : age;
  }

  String id() {
    return "d" + index;
  }

  String name() {
    return Display.line(history.status().dataset());
  }

  String summary() {
    return StatusReport.summary(history.status());
  }

  boolean hasProblem() {
    return history.status().hasProblem() || history.open().notIn() > 0;
  }

  String lastLoad() {
    Instant lastLoad = history.status().lastLoad();
    return lastLoad == null ? "never" : time(lastLoad);
  }

  String age() {
    return history.status().lastLoad() == null
        ? "–"
        : StatusReport.length(age(history.status(), now));
  }

  /** How long its bar is. */
  String ageShare() {
    return Quantity.percent(age(history.status(), now).toSeconds(), oldest.toSeconds());
  }

  String files() {
    return Quantity.count(total.files());
  }

  String source() {
    return Quantity.count(total.source());
  }

  String ingested() {
    return Quantity.count(total.ingested());
  }

  String rejected() {
    return Quantity.count(total.rejected());
  }

  String notIn() {
    return Quantity.count(history.open().notIn());
  }

  boolean isLoaded() {
    return !history.days().isEmpty();
  }

  BarChart counts() {
    return pictures.counts();
  }

  List<LoadPictures.Load> loads() {
    return pictures.loads();
  }

  boolean hasTimes() {
    return total.loads() > 0;
  }

  BarChart durations() {
    return pictures.durations();
  }

  BarChart rates() {
    return pictures.rates();
  }

  List<LoadPictures.Time> times() {
    return pictures.times();
  }

  boolean hasOpen() {
    return history.open().all() > 0;
  }

  String openCount() {
    return Amount.of(history.open().all(), "file");
  }

  boolean hasMoreOpen() {
    return history.open().all() > history.open().files().size();
  }

  String moreOpen() {
    return Quantity.count(history.open().all() - history.open().files().size());
  }

  List<Open> open() {
    return history.open().files().stream().map(DatasetView::open).toList();
  }

  private static Open open(OpenFile file) {
    return new Open(
        Display.uri(file.uri()),
        Display.line(file.runId()),
        time(file.triedAt()),
        Quantity.count(file.tries()),
        Quantity.count(file.source()),
        Quantity.count(file.accepted()),
        Quantity.count(file.rejected()),
        Quantity.count(file.ingested()),
        file.messages() == null ? "" : Display.text(file.messages()),
        file.isInSince());
  }

  boolean hasRefusals() {
    return !history.reasons().reasons().isEmpty();
  }

  String refusedLines() {
    return Amount.of(history.reasons().lines(), "line");
  }

  String reasonCount() {
    return Amount.of(history.reasons().kinds(), "reason");
  }

  boolean hasMoreReasons() {
    return history.reasons().kinds() > history.reasons().reasons().size();
  }

  String moreReasons() {
    return Quantity.count(history.reasons().kinds() - history.reasons().reasons().size());
  }

  List<Refusal> refusals() {
    long most = history.reasons().reasons().stream().mapToLong(Reason::lines).max().orElse(0);
    return history.reasons().reasons().stream()
        .map(
            reason ->
                new Refusal(
                    Display.line(reason.kind()),
                    Quantity.count(reason.lines()),
                    Quantity.count(reason.files()),
                    Quantity.percent(reason.lines(), most),
                    reason.examples().stream().map(DatasetView::line).toList()))
        .toList();
  }

  private static RefusedLine line(Example example) {
    return new RefusedLine(
        Display.uri(example.uri()),
        Quantity.count(example.line()),
        Display.line(example.reason()),
        example.raw() == null ? "" : Excerpt.escaped(example.raw()));
  }

  boolean isExpected() {
    return history.status().expectation() != null;
  }

  boolean hasCalendar() {
    return !history.status().standings().isEmpty();
  }

  List<StatusCalendar.Month> calendar() {
    return StatusCalendar.of(history.status().standings());
  }

  boolean hasTold() {
    return !told.isEmpty();
  }

  List<String> told() {
    return told.stream()
        .limit(MOST_TOLD)
        .map(standing -> Display.line(StatusReport.line(history.status(), standing)))
        .toList();
  }

  boolean hasMoreTold() {
    return told.size() > MOST_TOLD;
  }

  String moreTold() {
    return Quantity.count(told.size() - MOST_TOLD);
  }

  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", "");
  }
}
