package io.snowgauge.io.warehouse.publish;

import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.staging.ArchiveCompression;
import io.snowgauge.transforms.staging.RejectArchive;
import io.snowgauge.transforms.staging.StagedFile;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The NDJSON parts in a folder of the archive, where a part is called {@code
 * <file_id>-<stage_id>-<n>.ndjson}, and that of refused lines {@code
 * <file_id>-<stage_id>-rejects.jsonl}.
 *
 * @param folderUri of a run and dataset
 */
record ArchivedParts(String folderUri) {
  /** Where the refused lines of a staged file are, as far as its other parts tell the folder. */
  static List<String> ofRejects(StagedFile staged) {
    if (staged.rejectPart() == null) {
      return List.of();
    }
    return staged.ndjsonParts().stream()
        .map(uri -> uri.substring(0, uri.lastIndexOf('/') + 1))
        .distinct()
        .flatMap(
            folder ->
                Stream.of(ArchiveCompression.values())
                    .map(
                        compression ->
                            RejectArchive.uri(
                                folder, staged.file().fileId(), staged.stageId(), compression)))
        .toList();
  }

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
