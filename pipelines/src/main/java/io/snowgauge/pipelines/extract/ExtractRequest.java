package io.snowgauge.pipelines.extract;

import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.pipelines.config.Extraction;
import java.util.List;

/**
 * What an extraction is asked to do.
 *
 * @param run its identity; its execution date is the {@code {date}} of destinations, and forced is
 *     what takes files again that are there already
 * @param extractions to do
 * @param cancellation ends it early
 */
public record ExtractRequest(Run run, List<Extraction> extractions, Cancellation cancellation) {
  /** Keeps a copy of the list. */
  public ExtractRequest {
    extractions = List.copyOf(extractions);
  }
}
