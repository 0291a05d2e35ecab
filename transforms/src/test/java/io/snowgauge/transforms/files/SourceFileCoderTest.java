package io.snowgauge.transforms.files;

import java.time.Instant;
import java.util.Map;

/** The encodings of {@code source-file.properties}, which checkpoints may hold. */
class SourceFileCoderTest extends VersionedCoderConformance<SourceFile> {
  private static final Map<String, SourceFile> VALUES =
      Map.of(
          "listed",
          new SourceFile("file:///data/lsb.users", null, 7, Instant.ofEpochSecond(5, 6), Map.of()),
          "announced",
          new SourceFile(
                  "s3://b/ä",
                  "e",
                  8_000_000_000L,
                  Instant.parse("2025-06-02T10:00:00.123456789Z"),
                  Map.of("farm", "west", "date", "2025-06-02"))
              .announced(new Announcement(Instant.parse("2025-06-02T10:00:01.5Z"), "0055")),
          "unordered",
          new SourceFile("azfs://a/c/x", "", 0, Instant.EPOCH, Map.of())
              .announced(new Announcement(Instant.EPOCH, null)));

  SourceFileCoderTest() {
    super(SourceFileCoder.of(), VALUES, "source-file.properties");
  }

  @Override
  protected String noun() {
    return "a file version";
  }
}
