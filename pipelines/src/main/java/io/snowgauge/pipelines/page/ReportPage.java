package io.snowgauge.pipelines.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import io.snowgauge.io.warehouse.control.LoadHistory.Days;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The page. It has no scripts, forbids them to whatever might get into it, and asks nothing of any
 * network. All that comes from files and names is escaped by the template's engine.
 */
public final class ReportPage {
  private final List<DatasetHistory> histories;
  private final Days days;
  private final Instant now;

  /**
   * The page on some datasets.
   *
   * @param days that it looks at
   * @param now when it was looked
   */
  public ReportPage(List<DatasetHistory> histories, Days days, Instant now) {
    this.histories = List.copyOf(histories);
    this.days = days;
    this.now = now;
  }

  /** The days that it looks at. */
  public Days days() {
    return days;
  }

  /** Writes it. */
  public void write(Writer out) throws IOException {
    try (Reader template = resource("report.mustache")) {
      Mustache.compiler()
          .escapeHTML(true)
          .strictSections(true)
          .withLoader(name -> resource(name + ".mustache"))
          .compile(template)
          .execute(this, out);
    } catch (MustacheException e) {
      if (e.getCause() instanceof IOException ofWriter) {
        throw ofWriter;
      }
      throw e;
    }
  }

  private static Reader resource(String name) {
    return new InputStreamReader(
        Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), name), UTF_8);
  }

  /** The first day, for the template, as are all below. */
  String from() {
    return days.first().toString();
  }

  String to() {
    return days.last().toString();
  }

  String madeAt() {
    return now.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  boolean hasDatasets() {
    return !histories.isEmpty();
  }

  /** How far each dataset was verified. */
  List<VerifiedRow> verified() {
    return histories.stream().map(VerifiedRow::of).toList();
  }

  List<DatasetView> datasets() {
    Duration oldest =
        histories.stream()
            .map(history -> DatasetView.age(history.status(), now))
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    List<DatasetView> views = new ArrayList<>();
    for (DatasetHistory history : histories) {
      views.add(new DatasetView(views.size() + 1, history, days, now, oldest));
    }
    return views;
  }
}
