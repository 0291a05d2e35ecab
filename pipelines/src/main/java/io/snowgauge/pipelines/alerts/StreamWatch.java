package io.snowgauge.pipelines.alerts;

import io.snowgauge.io.alerts.AlertKind;
import io.snowgauge.io.warehouse.beam.Backlog;
import io.snowgauge.pipelines.config.Streaming;
import io.snowgauge.pipelines.report.StatusReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is wrong with a stream of this process. What has passed its limit is over when it is at half
 * of it, so that it is not told again and again of what is about as high as its limit.
 */
final class StreamWatch {
  /** Of fewer files within an hour a share says nothing; each of them is told as it is. */
  private static final int LEAST_FILES = 10;

  private final Backlog backlog;
  private final Streaming.Limits limits;
  private final String streamId;
  private final List<String> datasets;
  private final Set<String> open = new HashSet<>();

  StreamWatch(Backlog backlog, Streaming.Limits limits, String streamId, List<String> datasets) {
    this.backlog = backlog;
    this.limits = limits;
    this.streamId = streamId;
    this.datasets = List.copyOf(datasets);
  }

  Observed look(Instant now) {
    Set<String> judged = new HashSet<>();
    List<Incident> incidents = new ArrayList<>();
    for (String dataset : datasets) {
      for (Incident incident : List.of(lag(dataset, now), failureRate(dataset, now))) {
        judged.add(incident.id());
        if (!incident.isOver()) {
          incidents.add(incident);
        }
      }
    }
    open.clear();
    incidents.forEach(incident -> open.add(incident.id()));
    return new Observed(judged, incidents);
  }

  private Incident lag(String dataset, Instant now) {
    Duration lag = backlog.lag(dataset, now);
    String summary =
        "LAG %s: a file has waited for %s to be loaded by stream %s, where at most %s is expected"
            .formatted(
                dataset, StatusReport.length(lag), streamId, StatusReport.length(limits.lag()));
    return incident(AlertKind.LAG, dataset, seconds(lag), seconds(limits.lag()), summary);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  private Incident failureRate(String dataset, Instant now) {
    Backlog.Outcome outcome =
        backlog
            .lately(dataset, now)
            .filter(lately -> lately.files() >= LEAST_FILES)
            .orElse(new Backlog.Outcome(now, 0, 0));
    String summary =
        String.format(
            Locale.ROOT,
            "FAILURE_RATE %s: %,d of %,d files of the last hour did not load in stream %s, where at"
                + " most %.0f %% are expected",
            dataset,
            outcome.failed(),
            outcome.files(),
            streamId,
            limits.failureRate() * 100);
    return incident(
        AlertKind.FAILURE_RATE, dataset, outcome.failureRate(), limits.failureRate(), summary);
  }

  private Incident incident(
      AlertKind kind, String dataset, double value, double limit, String summary) {
    boolean wasOpen = open.contains(Incident.id(kind, dataset, streamId));
    boolean isOver = value <= (wasOpen ? limit / 2 : limit);
    return new Incident(kind, dataset, streamId, null, true, isOver, summary, List.of());
  }
}
