package io.snowgauge.transforms.staging;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** How the NDJSON archive is compressed. */
public enum ArchiveCompression {
  NONE(""),
  GZIP(".gz"),
  ZSTD(".zst");

  private final String suffix;

  ArchiveCompression(String suffix) {
    this.suffix = suffix;
  }

  /** What the names of compressed files end in. */
  public String suffix() {
    return suffix;
  }

  OutputStream compress(OutputStream out) throws IOException {
    return switch (this) {
      case NONE -> out;
      case GZIP -> new GZIPOutputStream(out, 64 << 10);
      case ZSTD -> new ZstdOutputStream(out);
    };
  }

  InputStream decompress(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP -> new GZIPInputStream(in, 64 << 10);
      case ZSTD -> new ZstdInputStream(in);
    };
  }
}
