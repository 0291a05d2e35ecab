package io.snowgauge.io.warehouse.publish;

import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.staging.StagedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes manifests as SnowflakeIO does: gzip, and only texts in quotes, which are single ones. */
final class ManifestFile {
  private ManifestFile() {}

  /** Writes the manifest of some files; one that is there is overwritten. */
  static void write(String uri, Dataset dataset, List<StagedFile> files) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Storage.create(uri))) {
      for (StagedFile file : files) {
        List<String> cells = new ArrayList<>();
        for (Object cell : Manifest.row(file, dataset)) {
          cells.add(rendered(cell));
        }
        out.write((String.join(",", cells) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static String rendered(@Nullable Object cell) {
    if (cell instanceof String text) {
      return "'" + text.replace("'", "''") + "'";
    }
    return cell == null ? "" : cell.toString();
  }
}
