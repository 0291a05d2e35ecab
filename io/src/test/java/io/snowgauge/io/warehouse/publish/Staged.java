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
    return new StagedFile(
        staged.file(),
        staged.stageId(),
        staged.extractedAt(),
        source,
        accepted,
        rejected,
        staged.rejectedLines(),
        staged.failure(),
        staged.messages(),
        csvParts,
        staged.rejectPart(),
        staged.ndjsonParts(),
        staged.widestRow());
  }
}
