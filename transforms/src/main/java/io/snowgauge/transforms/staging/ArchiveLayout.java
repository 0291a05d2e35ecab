package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.ndjson.NdjsonLayout;
import io.snowgauge.transforms.record.Column;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which keys the archive's lines of a file have, and in which order. */
final class ArchiveLayout {
  private ArchiveLayout() {}

  /** The columns, with the time of extraction before those that may be left out, then captures. */
  static NdjsonLayout of(Dataset dataset, SourceFile file, Instant extractedAt) throws IOException {
    NdjsonLayout.Builder layout = NdjsonLayout.builder();
    List<Column> columns = dataset.format().columns();
    for (Column.JsonNull part : Column.JsonNull.values()) {
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).jsonNull() == part) {
          layout.column(columns.get(i), i);
        }
      }
      Optional<Column> extracted = dataset.format().extractedAt();
      if (part == Column.JsonNull.SHOWN && extracted.isPresent()) {
        layout.constant(extracted.get().jsonKey(), extractedAt.toString());
      }
    }
    for (Column capture : dataset.captureColumns()) {
      String value = file.captures().get(capture.name());
      if (value != null) {
        layout.constant(capture.jsonKey(), value);
      }
    }
    return layout.build();
  }
}
