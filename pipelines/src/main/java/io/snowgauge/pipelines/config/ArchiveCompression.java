package io.snowgauge.pipelines.config;

import java.util.Locale;

/** How the parts of the NDJSON archive are compressed. */
public enum ArchiveCompression {
  /** Plain text. */
  NONE,
  /** {@code .gz}. */
  GZIP,
  /** {@code .zst}. */
  ZSTD;

  /** As the configuration writes it. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
