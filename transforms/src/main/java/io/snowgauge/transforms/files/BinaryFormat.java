package io.snowgauge.transforms.files;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Formats that are not text, told by how their files start. */
final class BinaryFormat {
  /** So many bytes are enough to tell. */
  static final int START = 512;

  private static final String COMPRESSED = "; unpack it, or pack with gzip, zstd, bzip2, xz or zip";
  private static final String TABLE = "; export it as CSV or NDJSON";
  private static final int TAR_MAGIC = 257;

  /**
   * One of them.
   *
   * @param start its first bytes, one character each
   * @param isTextToo whether text may start so, unless control characters follow
   * @param found what it is, and what to do
   */
  private record Magic(String start, boolean isTextToo, String found) {
    Magic(String start, String found) {
      this(start, false, found);
    }

    boolean starts(String latin1) {
      return latin1.startsWith(start) && !(isTextToo && isText(latin1));
    }

    private static boolean isText(String latin1) {
      return latin1
          .chars()
          .limit(64)
          .noneMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r');
    }
  }

  private static final List<Magic> MAGIC =
      List.of(
          new Magic("PAR1", true, "a Parquet file" + TABLE),
          new Magic("Obj\u0001", "an Avro file" + TABLE),
          new Magic("ORC", true, "an ORC file" + TABLE),
          new Magic("ARROW1", true, "an Arrow file" + TABLE),
          new Magic("SQLite format 3\0", "a SQLite database" + TABLE),
          new Magic(
              "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1",
              "an Excel workbook (xls); save it as CSV"),
          new Magic("%PDF-", "a PDF; export its data as CSV or NDJSON"),
          new Magic("7z\u00bc\u00af'\u001c", "a 7z archive" + COMPRESSED),
          new Magic("\u0004\"M\u0018", "an lz4 file" + COMPRESSED),
          new Magic("\u001f\u009d", "a file of compress (.Z)" + COMPRESSED),
          new Magic("\u00ff\u0006\0\0sNaPpY", "a snappy file" + COMPRESSED),
          new Magic("Rar!\u001a\u0007", "a rar archive" + COMPRESSED));

  private BinaryFormat() {}

  /** Whether a zip archive that starts so is Excel's. */
  static boolean isWorkbook(String latin1) {
    return latin1.contains("[Content_Types].xml") || latin1.contains("xl/");
  }

  /** What a file is that starts so, and what to do with it; null if it may be text. */
  static @Nullable String of(byte[] bytes, int length) {
    String start = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    for (Magic magic : MAGIC) {
      if (magic.starts(start)) {
        return magic.found();
      }
    }
    if (start.startsWith("PK\u0003\u0004") && isWorkbook(start)) {
      return "an Excel workbook (xlsx); save it as CSV";
    }
    return start.startsWith("ustar", TAR_MAGIC) ? "a tar archive; unpack it" : null;
  }
}
