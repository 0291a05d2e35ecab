package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import java.io.IOException;

/** Stages one file for a look at it, by the very code that a run uses. */
public final class FilePreview {
  private FilePreview() {}

  /**
   * Stages a file.
   *
   * @param area a folder of the caller's, who removes it; it also keeps the NDJSON of a file that a
   *     run would fail
   * @return its messages are notices only, for the rejects are in their part
   */
  public static StagedFile of(Dataset dataset, SourceFile file, StagingArea area)
      throws IOException {
    FileStager stager = new FileStager(dataset, area, new StagingProgress(), true);
    StagedFile staged = stager.stage(file);
    stager.finish();
    return staged;
  }
}
