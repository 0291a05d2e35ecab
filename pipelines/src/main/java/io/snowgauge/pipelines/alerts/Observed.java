package io.snowgauge.pipelines.alerts;

import java.util.List;
import java.util.Set;

/**
 * What one process has seen of itself, beside what ledger and audit tell everybody.
 *
 * @param judged the identities of incidents of which it knows whether they go on
 * @param incidents those that do
 */
record Observed(Set<String> judged, List<Incident> incidents) {
  /** Of who only reads the ledger. */
  static final Observed NOTHING = new Observed(Set.of(), List.of());

  /** Keeps copies. */
  Observed {
    judged = Set.copyOf(judged);
    incidents = List.copyOf(incidents);
  }
}
