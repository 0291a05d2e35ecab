package io.snowgauge.pipelines.batch;

import io.snowgauge.io.files.FileListing;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The files that are there when they are asked for. */
public final class FilesNow implements InputFiles {
  private final Map<String, LeftOut> leftOut = new ConcurrentHashMap<>();

  @Override
  public List<SourceFile> of(Dataset dataset) throws IOException {
    FileListing.Listed listed = FileListing.listed(dataset, Instant.now());
    leftOut.put(dataset.name(), new LeftOut(dataset, listed.misdated(), listed.hidden()));
    return listed.files();
  }

  @Override
  public LeftOut leftOut(Dataset dataset) {
    return leftOut.getOrDefault(dataset.name(), LeftOut.nothing(dataset));
  }
}
