package io.snowgauge.io.warehouse;

import java.util.List;

/**
 * CSV files to copy.
 *
 * @param load what the files belong to, run, dataset and attempt: no other copy has the same
 * @param table to copy into, quoted
 * @param columns of the files, in their order
 * @param uris of the files, whose names say how they are compressed, all alike
 * @param quote around fields that need it, doubled inside
 */
public record CopySource(
    List<String> load, String table, List<TableColumn> columns, List<String> uris, char quote) {

  /** How files to copy are compressed. */
  public enum Compression {
    NONE,
    GZIP,
    ZSTD
  }

  /** How the files are compressed. */
  public Compression compression() {
    String uri = uris.isEmpty() ? "" : uris.get(0);
    if (uri.endsWith(".gz")) {
      return Compression.GZIP;
    }
    return uri.endsWith(".zst") ? Compression.ZSTD : Compression.NONE;
  }
}
