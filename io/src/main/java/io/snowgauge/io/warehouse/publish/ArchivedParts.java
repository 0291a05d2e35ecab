package io.snowgauge.io.warehouse.publish;

import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * The NDJSON parts in a folder of the archive, where a part is called {@code
 * <file_id>-<stage_id>-<n>.ndjson}.
 *
 * @param folderUri of a run and dataset
 */
record ArchivedParts(String folderUri) {
  /**
   * Whether there are parts of other attempts.
   *
   * @param published {@code <file_id>-<stage_id>} of what was
   */
  boolean haveOther(Set<String> published) throws IOException {
    return !other(published).isEmpty();
  }

  /** Removes the parts of other attempts than were published. */
  void removeOther(Set<String> published) throws IOException {
    Storage.delete(other(published));
  }

  private List<String> other(Set<String> published) throws IOException {
    return Storage.list(folderUri).stream()
        .filter(uri -> !published.contains(attempt(uri)))
        .toList();
  }

  private static String attempt(String uri) {
    String name = uri.substring(uri.lastIndexOf('/') + 1);
    return name.substring(0, Math.max(name.lastIndexOf('-'), 0));
  }
}
