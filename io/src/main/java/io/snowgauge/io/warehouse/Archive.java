package io.snowgauge.io.warehouse;

import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** A run's folder of the NDJSON archive: {@code <file_id>-<stage_id>-<n>.ndjson}. */
public final class Archive {
  private final String folderUri;

  /** The folder, ending in '/'. */
  public Archive(String folderUri) {
    this.folderUri = folderUri;
  }

  /**
   * Removes the parts of files and attempts that were not published.
   *
   * @param published {@code <file_id>-<stage_id>} of what was
   */
  public void sweep(Set<String> published) throws IOException {
    List<String> unpublished =
        Storage.list(folderUri).stream().filter(uri -> !published.contains(attempt(uri))).toList();
    Storage.delete(unpublished);
  }

  private static String attempt(String uri) {
    String name = uri.substring(uri.lastIndexOf('/') + 1);
    return name.substring(0, Math.max(name.lastIndexOf('-'), 0));
  }
}
