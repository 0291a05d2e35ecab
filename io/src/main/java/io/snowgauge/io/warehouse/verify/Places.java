package io.snowgauge.io.warehouse.verify;

import io.snowgauge.transforms.archive.ArchivedVersion;
import io.snowgauge.transforms.dataset.Dataset;
import java.util.List;
import java.util.function.Function;

/**
 * What besides the warehouse is looked at.
 *
 * @param archiveFolders of a run: where its archive of the dataset may be, each ending in '/'
 * @param looksAtSources whether sources are looked at
 * @param readsArchives whether archives are read where ledger and table agree, too
 */
public record Places(
    Function<String, List<String>> archiveFolders, boolean looksAtSources, boolean readsArchives) {

  /** The archive of a version, with those of the lines that were brought back to it. */
  ArchivedVersion archive(
      Dataset dataset, Replays replays, String fileId, String runId, String stageId) {
    ArchivedVersion archive =
        new ArchivedVersion(dataset, archiveFolders.apply(runId), fileId, stageId);
    for (Replays.Replay replay : replays.of(stageId)) {
      archive =
          archive.followedBy(
              new ArchivedVersion(
                  dataset,
                  archiveFolders.apply(replay.runId()),
                  replay.fileId(),
                  replay.stageId()));
    }
    return archive;
  }
}
