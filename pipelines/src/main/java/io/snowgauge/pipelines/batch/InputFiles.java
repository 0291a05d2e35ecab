package io.snowgauge.pipelines.batch;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import java.io.IOException;
import java.util.List;

/** The files that datasets' inputs match, as a run looks at them. */
public interface InputFiles {
  /** The files that match a dataset's input, by URI. */
  List<SourceFile> of(Dataset dataset) throws IOException;

  /**
   * What was found of a dataset, and passed over, although it seems to be meant: of what was last
   * listed.
   */
  default LeftOut leftOut(Dataset dataset) {
    return LeftOut.nothing(dataset);
  }
}
