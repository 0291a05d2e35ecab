package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.staging.StagedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Staged files whose parts are written by hand. */
final class Handmade {
  private static final String STAGE_ID = "00000000000000aa";

  private Handmade() {}

  /** A file of records, each {@code record,line,columns…} as CSV. */
  static StagedFile staged(Site site, Run run, SourceFile file, String... records)
      throws IOException {
    String part = site.area(run).partsUri() + "records-by-hand.csv";
    write(part, records);
    return StagedFile.builder(file, STAGE_ID)
        .records(records.length, records.length, 0)
        .csvParts(List.of(part))
        .build();
  }

  /** A file without records, and its rejects, each {@code line,column,reason,raw} as CSV. */
  static StagedFile rejected(Site site, Run run, SourceFile file, String... rejects)
      throws IOException {
    String part = site.area(run).partsUri() + "rejects-by-hand.csv";
    write(part, rejects);
    return StagedFile.builder(file, STAGE_ID).rejects(0, part).build();
  }

  private static void write(String uri, String... rows) throws IOException {
    try (OutputStream out = Storage.create(uri)) {
      for (String row : rows) {
        out.write((STAGE_ID + "," + row + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
