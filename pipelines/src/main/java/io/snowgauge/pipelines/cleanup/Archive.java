package io.snowgauge.pipelines.cleanup;

import java.util.List;
import java.util.Set;

/** Names of the archive's parts, {@code <file_id>-<stage_id>-<n>.ndjson}. */
final class Archive {
  private Archive() {}

  /**
   * Those of attempts that were not published.
   *
   * @param published {@code <file_id>-<stage_id>} of what was
   */
  static List<String> unpublished(List<String> uris, Set<String> published) {
    return uris.stream().filter(uri -> !published.contains(attempt(uri))).toList();
  }

  private static String attempt(String uri) {
    String name = uri.substring(uri.lastIndexOf('/') + 1);
    return name.substring(0, Math.max(name.lastIndexOf('-'), 0));
  }
}
