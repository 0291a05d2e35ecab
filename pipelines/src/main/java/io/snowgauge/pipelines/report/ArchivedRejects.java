package io.snowgauge.pipelines.report;

import io.snowgauge.io.warehouse.control.RefusedLines.Line;
import io.snowgauge.pipelines.batch.RunAreas;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.staging.RejectArchive;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The refused lines that the archive has of file versions: all of them, with the header.
 *
 * @param areas where it is
 */
public record ArchivedRejects(RunAreas areas) {
  /**
   * Reads those of the version of a line.
   *
   * @return whether the archive has them
   */
  boolean read(Line line, RejectArchive.Reader reader) throws IOException {
    String stageId = line.stageId();
    if (stageId == null) {
      return false;
    }
    String run = line.runId();
    // The runs of a stream have a folder together, under its name, which theirs begin with.
    String stream = run.substring(0, Math.max(run.lastIndexOf('-'), 0));
    for (String id : List.of(run, stream)) {
      if (id.isEmpty()) {
        continue;
      }
      String folder = areas.archiveFolder(line.dataset(), id);
      String uri = RejectArchive.uri(folder, line.fileId(), stageId, areas.compression());
      if (Storage.find(uri, Map.of()).isPresent()) {
        RejectArchive.read(uri, areas.compression(), reader);
        return true;
      }
    }
    return false;
  }
}
