package io.snowgauge.io.warehouse.publish;

import io.snowgauge.transforms.staging.StagedFile;
import java.util.List;

/** Manifests that say something else than what was staged. */
final class Staged {
  private Staged() {}

  static StagedFile withParts(StagedFile staged, List<String> csvParts) {
    return with(staged, staged.source(), staged.accepted(), staged.rejected(), csvParts);
  }

  static StagedFile withCounts(StagedFile staged, long source, long accepted, long rejected) {
    return with(staged, source, accepted, rejected, staged.csvParts());
  }

  private static StagedFile with(
      StagedFile staged, long source, long accepted, long rejected, List<String> csvParts) {
    return StagedFile.builder(staged.file(), staged.stageId())
        .extractedAt(staged.extractedAt())
        .records(source, accepted, rejected)
        .rejects(staged.rejectedLines(), staged.rejectPart())
        .failure(staged.failure())
        .messages(staged.messages())
        .csvParts(csvParts)
        .ndjsonParts(staged.ndjsonParts())
        .digest(staged.digest())
        .build();
  }
}
