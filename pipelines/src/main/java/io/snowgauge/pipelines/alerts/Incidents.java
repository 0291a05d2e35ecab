package io.snowgauge.pipelines.alerts;

import io.snowgauge.io.alerts.AlertKind;
import io.snowgauge.io.warehouse.control.LastRuns.LastRun;
import io.snowgauge.pipelines.report.StatusReport;
import io.snowgauge.pipelines.status.DatasetStatus;
import io.snowgauge.transforms.expectations.Period;
import io.snowgauge.transforms.expectations.Standing;
import io.snowgauge.transforms.expectations.Verdict;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The incidents that there are: one for each dataset, kind and period, whatever is in it. */
final class Incidents {
  private record Key(AlertKind kind, Period period) {}

  private Incidents() {}

  /**
   * Those of files.
   *
   * @param recent the first day that is looked at by itself
   */
  static List<Incident> of(DatasetStatus status, LocalDate recent) {
    Map<Key, List<Standing>> found = new LinkedHashMap<>();
    for (Standing standing : status.told()) {
      for (Verdict verdict : standing.verdicts()) {
        AlertKind kind = kind(verdict);
        if (kind != null) {
          found
              .computeIfAbsent(new Key(kind, standing.period()), unused -> new ArrayList<>())
              .add(standing);
        }
      }
    }
    List<Incident> incidents = new ArrayList<>();
    found.forEach(
        (key, standings) -> {
          boolean isRecent = !key.period().day().isBefore(recent);
          if (isRecent || key.kind().isMendable()) {
            incidents.add(incident(status, key, standings, isRecent));
          }
        });
    return incidents;
  }

  private static @Nullable AlertKind kind(Verdict verdict) {
    return switch (verdict) {
      case MISSING -> AlertKind.MISSING;
      case LATE -> AlertKind.LATE;
      case SHORT -> AlertKind.SHORT;
      case FAILED -> AlertKind.FAILED;
      case PARTIAL -> AlertKind.PARTIAL;
      case OK, WAITING -> null;
    };
  }

  private static Incident incident(
      DatasetStatus status, Key key, List<Standing> standings, boolean isRecent) {
    List<String> details = new ArrayList<>();
    for (Standing standing : standings) {
      details.add(StatusReport.line(status, standing));
      if (key.kind() == AlertKind.FAILED) {
        details.addAll(standing.failed());
      }
    }
    String summary =
        standings.size() == 1
            ? StatusReport.line(status, standings.get(0))
            : "%s %s %s: %d of what was expected"
                .formatted(key.kind(), status.dataset(), key.period().name(), standings.size());
    return new Incident(
        key.kind(),
        status.dataset(),
        key.period().name(),
        key.period().day(),
        isRecent,
        false,
        summary,
        details);
  }

  /** Those of how runs ended. */
  static List<Incident> of(LastRun run) {
    List<String> details = List.of("'snowgauge audit --run " + run.runId() + "' tells more");
    if (run.isAbandoned()) {
      return List.of(
          new Incident(
              AlertKind.ABANDONED,
              run.dataset(),
              run.runId(),
              null,
              true,
              !run.isLast(),
              "ABANDONED %s: run %s ended without a result%s"
                  .formatted(
                      run.dataset(), run.runId(), run.isLast() ? "" : "; a later run has ended"),
              details));
    }
    return run.isLast() && run.couldNotGoOn()
        ? List.of(
            Incident.now(
                AlertKind.RUN_FAILED,
                run.dataset(),
                null,
                "RUN_FAILED %s: run %s could not go on".formatted(run.dataset(), run.runId()),
                details))
        : List.of();
  }
}
