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
  private final Map<String, Misdated> misdated = new ConcurrentHashMap<>();

  @Override
  public List<SourceFile> of(Dataset dataset) throws IOException {
    FileListing.Listed listed = FileListing.listed(dataset, Instant.now());
    misdated.put(dataset.name(), new Misdated(dataset, listed.misdated()));
    return listed.files();
  }

  @Override
  public Misdated misdated(Dataset dataset) {
    return misdated.getOrDefault(dataset.name(), new Misdated(dataset, List.of()));
  }
}
