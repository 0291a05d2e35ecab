package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import java.io.IOException;

/** Stages one file as a run does; beside what does it, which is nobody else's. */
public final class RunStaging {
  private RunStaging() {}

  /** Stages a file. */
  public static StagedFile of(Dataset dataset, SourceFile file, StagingArea area)
      throws IOException {
    FileStager stager = new FileStager(dataset, area, new StagingProgress());
    StagedFile staged = stager.stage(file);
    stager.finish();
    return staged;
  }
}
