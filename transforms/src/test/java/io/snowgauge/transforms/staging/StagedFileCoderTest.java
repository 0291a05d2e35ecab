package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.files.Announcement;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.VersionedCoderConformance;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.api.Test;

/** The encodings of {@code staged-file.properties}, which checkpoints may hold. */
class StagedFileCoderTest extends VersionedCoderConformance<StagedFile> {
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
          StagedFile.builder(ANNOUNCED, "00ff00ff00ff00ff")
              .extractedAt(TIME)
              .records(Long.MAX_VALUE, 2, 3)
              .rejects(4, "file:///p/rejects.csv")
              .failure("does not balance")
              .messages(List.of("line 1: ä", "", "and 3 more"))
              .csvParts(List.of("file:///p/1.csv", "file:///p/2.csv"))
              .ndjsonParts(List.of("file:///a/1.ndjson"))
              .lacking(StagedFile.UNKNOWN)
              .build(),
          "empty",
          StagedFile.builder(LISTED, "").extractedAt(TIME).lacking(StagedFile.UNKNOWN).build());

  StagedFileCoderTest() {
    super(StagedFileCoder.of(), VALUES, "staged-file.properties");
  }

  @Test
  void keepsARefusalAndATimeOfItsOwn() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(
        StagedFileCoder.of(),
        StagedFile.builder(LISTED, "0")
            .failure("archived")
            .refused(true)
            .modifiedAt(TIME.plusNanos(1))
            .build());
  }

  @Test
  void keepsHowManyRecordsLackColumns() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(
        StagedFileCoder.of(), StagedFile.builder(LISTED, "0").lacking(Long.MAX_VALUE).build());
  }

  @Test
  void keepsADigest() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(
        StagedFileCoder.of(),
        StagedFile.builder(LISTED, "0").digest("18446744073709551615-0").build());
  }

  @Override
  protected String noun() {
    return "a staged file";
  }
}
