package io.snowgauge.pipelines.alerts;

import io.snowgauge.io.alerts.Alert;
import io.snowgauge.io.alerts.AlertKind;
import io.snowgauge.io.warehouse.control.AlertLog;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong now.
 *
 * @param kind what
 * @param dataset of which
 * @param period the name of the period that it is of, or null
 * @param day the first day of that, or null
 * @param isRecent whether it is of a period that is looked at by itself
 * @param summary one sentence
 * @param details a line for each file or run concerned
 */
record Incident(
    AlertKind kind,
    String dataset,
    @Nullable String period,
    @Nullable LocalDate day,
    boolean isRecent,
    String summary,
    List<String> details) {

  /** Keeps a copy of the list. */
  Incident {
    details = List.copyOf(details);
  }

  /** Its identity. */
  String id() {
    return id(kind, dataset, period);
  }

  static String id(AlertKind kind, String dataset, @Nullable String period) {
    return dataset + "/" + kind + (period == null ? "" : "/" + period);
  }

  AlertLog.Incident logged() {
    return new AlertLog.Incident(
        id(), kind.name(), dataset, day == null ? null : day.toString());
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
}
