package io.snowgauge.pipelines.extract;

import io.snowgauge.io.kubernetes.PodException;
import io.snowgauge.io.warehouse.control.ExtractedFiles;
import io.snowgauge.pipelines.batch.FailureMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file, or of what was to hold files.
 *
 * @param row for the ledger
 * @param uri where the file is, or would be; null if it failed
 * @param isTaken whether it was copied
 * @param systemFailure what could not be reached, the storage or the cluster, or null
 */
public record FileResult(
    ExtractedFiles.Row row, @Nullable String uri, boolean isTaken, @Nullable String systemFailure) {
  static FileResult good(ExtractedFiles.Row row, String uri, boolean isTaken) {
    return new FileResult(row, uri, isTaken, null);
  }

  static FileResult failed(ExtractedFiles.Row row, @Nullable String systemFailure) {
    return new FileResult(row, null, false, systemFailure);
  }

  /**
   * Of what a URI names, because of that; a cluster that cannot be reached is a system's failure.
   */
  static FileResult failed(String uri, Exception e) {
    String message = FailureMessage.of(e);
    return failed(
        new ExtractedFiles.Row(uri, 0, null, 0, message, List.of()),
        e instanceof PodException ? null : message);
  }

  /** Whether it is not at the destination. */
  public boolean isFailed() {
    return row.failure() != null;
  }
}
