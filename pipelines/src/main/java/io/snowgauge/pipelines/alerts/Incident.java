package io.snowgauge.pipelines.alerts;

import io.snowgauge.io.alerts.Alert;
import io.snowgauge.io.alerts.AlertKind;
import io.snowgauge.io.warehouse.control.AlertLog;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong, or was until just now.
 *
 * @param kind what
 * @param dataset of which
 * @param part the name of the period, the run or the stream that it is of, or null
 * @param day the first day of the period, or null
 * @param isNews whether whoever was not told of it yet has to be
 * @param isOver whether it is over already
 * @param summary one sentence
 * @param details a line for each file or run concerned
 */
record Incident(
    AlertKind kind,
    String dataset,
    @Nullable String part,
    @Nullable LocalDate day,
    boolean isNews,
    boolean isOver,
    String summary,
    List<String> details) {

  /** Keeps a copy of the list. */
  Incident {
    details = List.copyOf(details);
  }

  /** One that goes on, and is not of a period. */
  static Incident now(
      AlertKind kind, String dataset, @Nullable String part, String summary, List<String> details) {
    return new Incident(kind, dataset, part, null, true, false, summary, details);
  }

  /** Its identity. */
  String id() {
    return id(kind, dataset, part);
  }

  static String id(AlertKind kind, String dataset, @Nullable String part) {
    return dataset + "/" + kind + (part == null ? "" : "/" + part);
  }

  AlertLog.Incident logged() {
    return new AlertLog.Incident(id(), kind.name(), dataset, day == null ? null : day.toString());
  }

  Alert alert(String source, Instant now) {
    return new Alert(
        id(),
        Alert.Action.TRIGGERED,
        kind.severity(),
        kind.name(),
        dataset,
        source,
        summary,
        details,
        now);
  }

  /** What is told when one is over, by whatever is known of it then. */
  static Alert over(AlertLog.Incident incident, AlertKind kind, String source, Instant now) {
    return new Alert(
        incident.incident(),
        Alert.Action.RESOLVED,
        kind.severity(),
        kind.name(),
        incident.dataset(),
        source,
        "OK again: " + incident.incident(),
        List.of(),
        now);
  }
}
