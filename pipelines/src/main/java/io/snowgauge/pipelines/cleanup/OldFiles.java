package io.snowgauge.pipelines.cleanup;

import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Ledger;
import io.snowgauge.pipelines.batch.RunAreas;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.text.Amount;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that were written long ago: of streams that nobody has let go on since, and of the archive.
 * A stream that is alive has what it staged for minutes only, so what is older is of an attempt
 * that died, or of a stream that was stopped.
 */
final class OldFiles {
  private final RunAreas areas;
  private final Instant now;

  OldFiles(RunAreas areas, Instant now) {
    this.areas = areas;
    this.now = now;
  }

  /** What streams have staged and not loaded, and its NDJSON. */
  List<Removal> ofStreams(
      Warehouse warehouse, Connection connection, List<String> datasets, Duration kept)
      throws IOException, SQLException {
    List<Removal> removals = new ArrayList<>();
    for (String folder : Storage.folders(areas.stagingUri())) {
      String streamId = RunAreas.streamId(folder);
      if (!streamId.isEmpty()) {
        add(
            removals,
            older(areas.streamFolder(streamId), kept),
            "staged file",
            "of stream " + streamId);
        for (String dataset : datasets) {
          List<String> parts = older(areas.archiveFolder(dataset, streamId), kept);
          if (!parts.isEmpty()) {
            add(
                removals,
                Archive.unpublished(
                    parts, new Ledger(warehouse).archivedByStream(connection, streamId, dataset)),
                "NDJSON file",
                "of stream " + streamId + " that are not in " + dataset);
          }
        }
      }
    }
    return removals;
  }

  /** All of the archive. */
  List<Removal> ofArchive(List<String> datasets, Duration kept) throws IOException {
    List<Removal> removals = new ArrayList<>();
    for (String dataset : datasets) {
      add(
          removals,
          older(areas.archiveUri() + dataset + "/", kept),
          "NDJSON file",
          "of " + dataset + " from before " + now.minus(kept));
    }
    return removals;
  }

  private List<String> older(String folderUri, Duration kept) throws IOException {
    Instant before = now.minus(kept);
    List<String> older = new ArrayList<>();
    Storage.each(
        folderUri,
        file -> {
          if (file.lastModified().isBefore(before)) {
            older.add(file.uri());
          }
        });
    return older;
  }

  private static void add(List<Removal> removals, List<String> uris, String noun, String ofWhat) {
    if (!uris.isEmpty()) {
      removals.add(
          new Removal(Amount.of(uris.size(), noun) + " " + ofWhat, () -> Storage.delete(uris)));
    }
  }
}
