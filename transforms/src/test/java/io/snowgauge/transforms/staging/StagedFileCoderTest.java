package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.files.Announcement;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.VersionedCoderContract;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The encodings of {@code staged-file.properties}, which checkpoints may hold. */
class StagedFileCoderTest extends VersionedCoderContract<StagedFile> {
  private static final SourceFile LISTED =
      new SourceFile("file:///data/lsb.users", null, 7, Instant.ofEpochSecond(5, 6), Map.of());
  private static final SourceFile ANNOUNCED =
      new SourceFile(
              "s3://b/ä",
              "e",
              8_000_000_000L,
              Instant.parse("2025-06-02T10:00:00.123456789Z"),
              Map.of("farm", "west", "date", "2025-06-02"))
          .announced(new Announcement(Instant.parse("2025-06-02T10:00:01.5Z"), "0055"));
  private static final Instant TIME = Instant.parse("2025-06-06T10:00:00Z");

  private static final Map<String, StagedFile> VALUES =
      Map.of(
          "full",
          new StagedFile(
              ANNOUNCED,
              "00ff00ff00ff00ff",
              TIME,
              Long.MAX_VALUE,
              2,
              3,
              4,
              "does not balance",
              List.of("line 1: ä", "", "and 3 more"),
              List.of("file:///p/1.csv", "file:///p/2.csv"),
              "file:///p/rejects.csv",
              List.of("file:///a/1.ndjson"),
              5),
          "empty",
          new StagedFile(
              LISTED, "", TIME, 0, 0, 0, 0, null, List.of(), List.of(), null, List.of(), 0));

  StagedFileCoderTest() {
    super(StagedFileCoder.of(), VALUES, "staged-file.properties");
  }

  @Override
  protected String noun() {
    return "a staged file";
  }
}
