package io.snowgauge.pipelines.alerts;

import io.snowgauge.io.alerts.Delivery;
import io.snowgauge.io.warehouse.beam.Backlog;
import io.snowgauge.pipelines.batch.FailureMessage;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.expectations.Period;
import io.snowgauge.transforms.expectations.Timetable;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells of what is wrong while a stream goes on. The warehouse is only asked when there may be
 * news: at the start, when files were loaded or were due, when the stream itself begins or ceases
 * to lag or to fail, and when something could not be told before. So a stream in which nothing
 * comes lets a virtual warehouse sleep.
 */
public final class StreamAlerts implements AutoCloseable {
  /** As failures of the command are told. */
  public static final String COMMAND = "stream";

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

  /** For files that are loaded all the time. */
  private static final Duration BETWEEN_QUESTIONS = Duration.ofMinutes(5);

  /** Where the steps of the stream are elsewhere, so that nobody here knows of news. */
  private static final Duration BETWEEN_BLIND_QUESTIONS = Duration.ofMinutes(15);

  private final Alerting alerting;
  private final Configuration configuration;
  private final StreamWatch watch;
  private final Backlog backlog;
  private final boolean isHere;
  private final PrintWriter err;
  private final CountDownLatch end = new CountDownLatch(1);
  private @Nullable Instant asked;
  private Observed lastTold = Observed.NOTHING;
  private long batchesThen;
  private boolean isToRepeat;
  private boolean hasFailed;

  /**
   * Of a stream.
   *
   * @param isHere whether its steps are in this process
   */
  StreamAlerts(
      Configuration configuration,
      Delivery delivery,
      Backlog backlog,
      String streamId,
      List<Dataset> datasets,
      boolean isHere,
      PrintWriter err) {
    this.alerting = new Alerting(configuration, delivery);
    this.configuration = configuration;
    this.backlog = backlog;
    this.watch =
        new StreamWatch(
            backlog,
            configuration.streaming().limits(),
            streamId,
            datasets.stream().map(Dataset::name).toList());
    this.isHere = isHere;
    this.err = err;
  }

  /** Looks at intervals until it is closed; does nothing where nobody is to be told. */
  public static StreamAlerts start(
      Configuration configuration,
      String streamId,
      List<Dataset> datasets,
      boolean isHere,
      PrintWriter err) {
    Backlog backlog = Backlog.ofThisProcess();
    StreamAlerts alerts =
        new StreamAlerts(configuration, new Delivery(), backlog, streamId, datasets, isHere, err);
    if (!configuration.alerts().isEmpty()) {
      if (isHere) {
        backlog.watch();
      }
      alerts.lookAtIntervals();
    }
    return alerts;
  }

  private void lookAtIntervals() {
    Thread thread = new Thread(this::lookUntilEnd, "alerts");
    thread.setDaemon(true);
    thread.start();
  }

  private void lookUntilEnd() {
    try {
      while (!end.await(BETWEEN_LOOKS.toSeconds(), TimeUnit.SECONDS)) {
        look(Instant.now()).forEach(this::warn);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void warn(String line) {
    err.println("warning: " + Display.line(line));
    err.flush();
  }

  /**
   * Looks, and tells if there may be news.
   *
   * @return what could not be told, a line each
   */
  List<String> look(Instant now) {
    Observed observed = isHere ? watch.look(now) : Observed.NOTHING;
    long batches = backlog.batches();
    if (!isToAsk(observed, batches, now)) {
      return List.of();
    }
    asked = now;
    List<String> undelivered = new ArrayList<>();
    try {
      undelivered.addAll(alerting.tell(now, observed));
      undelivered.addAll(alerting.commandWorks(COMMAND, now));
      lastTold = observed;
      batchesThen = batches;
      hasFailed = false;
    } catch (SQLException | RuntimeException e) {
      undelivered.add("alerts: the warehouse cannot be asked, " + FailureMessage.of(e));
      if (hasFailed) {
        undelivered.addAll(alerting.commandFailed(COMMAND, now));
      }
      hasFailed = true;
    }
    isToRepeat = !undelivered.isEmpty();
    return undelivered;
  }

  private boolean isToAsk(Observed observed, long batches, Instant now) {
    Instant last = asked;
    if (last == null) {
      return true;
    }
    boolean isLongAgo = !now.isBefore(last.plus(BETWEEN_QUESTIONS));
    if (isToRepeat) {
      return isLongAgo;
    }
    return !ids(observed).equals(ids(lastTold))
        || isAnythingDue(last, now)
        || (batches != batchesThen && isLongAgo)
        || (!isHere && !now.isBefore(last.plus(BETWEEN_BLIND_QUESTIONS)));
  }

  private static List<String> ids(Observed observed) {
    return observed.incidents().stream().map(Incident::id).sorted().toList();
  }

  /** Whether files had to be in by a moment since then, so that they may be missing now. */
  private boolean isAnythingDue(Instant since, Instant now) {
    return configuration.expectations().values().stream()
        .map(expectation -> expectation.timetable())
        .anyMatch(timetable -> isDue(timetable, since, now));
  }

  private static boolean isDue(Timetable timetable, Instant since, Instant now) {
    LocalDate first = timetable.daysToLookBackTo(since).minusDays(timetable.daysAfter());
    LocalDate last = now.atZone(timetable.zone()).toLocalDate();
    return timetable.between(first, last).stream()
        .map(Period::due)
        .anyMatch(due -> due.isAfter(since) && !due.isAfter(now));
  }

  @Override
  public void close() {
    end.countDown();
  }
}
