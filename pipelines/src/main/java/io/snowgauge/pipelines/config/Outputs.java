package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.types.Numbers;
import io.snowgauge.pipelines.config.types.Quantities;
import io.snowgauge.transforms.staging.ArchiveCompression;

/** What a load writes beside the tables, and how much of it. */
final class Outputs {
  static final Group ROOT = new Group("", "What Snowgauge loads, and where to.");

  static final Section PLACES = new Section(ROOT);
  static final Section LIMITS = new Section(ROOT);

  static final Setting<String> CONTROL_SCHEMA =
      PLACES
          .text("controlSchema", "a schema name", "The schema of the ledger and the audit.")
          .defaultsTo("SNOWGAUGE");

  static final Setting<String> ARCHIVE =
      PLACES.folder("archive", "The folder of the NDJSON archive.").defaultsTo("archive/");

  static final Setting<ArchiveCompression> ARCHIVE_COMPRESSION =
      PLACES
          .choice(
              "archiveCompression",
              ArchiveCompression.class,
              "How the parts of the archive are compressed.")
          .defaultsTo("none");

  static final Setting<String> STAGING =
      PLACES
          .folder("staging", "A folder that every worker can write and the publisher can read.")
          .defaultsTo(".snowgauge/staging");

  static final Setting<Integer> REJECTS_PER_FILE =
      LIMITS
          .setting(
              "rejectsPerFile",
              Numbers.integer(0, Integer.MAX_VALUE),
              "How many rejects of a file are kept in the audit; the rest is counted.")
          .defaultsTo("1000");

  static final Setting<Long> MAX_DECOMPRESSED_BYTES =
      LIMITS
          .setting(
              "maxDecompressedBytes", Quantities.size(), "What one compressed file may unpack to.")
          .defaultsTo("64 GB");

  private Outputs() {}
}
