package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.control.Run;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.staging.StagedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Staged files whose parts are written by hand. */
final class Handmade {
  private static final String STAGE_ID = "00000000000000aa";

  private Handmade() {}

  /** A file of records, each {@code record,line,columns…} as CSV. */
  static StagedFile staged(Site site, Run run, SourceFile file, String... records)
      throws IOException {
    String part = site.area(run).partsUri() + "records-by-hand.csv";
    long widest = write(part, records);
    return staged(file, records.length, List.of(part), null, widest);
  }

  /** A file without records, and its rejects, each {@code line,column,reason,raw} as CSV. */
  static StagedFile rejected(Site site, Run run, SourceFile file, String... rejects)
      throws IOException {
    String part = site.area(run).partsUri() + "rejects-by-hand.csv";
    write(part, rejects);
    return staged(file, 0, List.of(), part, 0);
  }

  private static StagedFile staged(
      SourceFile file, int records, List<String> parts, @Nullable String rejects, long widest) {
    return new StagedFile(
        file,
        STAGE_ID,
        file.lastModified(),
        records,
        records,
        0,
        0,
        null,
        List.of(),
        parts,
        rejects,
        List.of(),
        widest);
  }

  private static long write(String uri, String... rows) throws IOException {
    long widest = 0;
    try (OutputStream out = Storage.create(uri)) {
      for (String row : rows) {
        byte[] bytes = (STAGE_ID + "," + row + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(bytes);
        widest = Math.max(widest, bytes.length);
      }
    }
    return widest;
  }
}
