package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.files.SourceFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.api.Test;

class StagedFileCoderTest {
  private static final StagedFileCoder CODER = StagedFileCoder.of();
  private static final SourceFile FILE =
      new SourceFile("s3://b/x", "e", 7, Instant.ofEpochSecond(5, 6), Map.of("farm", "west"));
  private static final Instant TIME = Instant.parse("2025-06-06T10:00:00Z");

  private static StagedFile full() {
    return new StagedFile(
        FILE,
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
        5);
  }

  private static StagedFile empty() {
    return new StagedFile(
        FILE, "", TIME, 0, 0, 0, 0, null, List.of(), List.of(), null, List.of(), 0);
  }

  @Test
  void theCoderGivesBackWhatItWasGiven() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(CODER, full());
    CoderProperties.coderDecodeEncodeEqual(CODER, empty());
  }

  @Test
  void theCoderIsDeterministic() throws Exception {
    CODER.verifyDeterministic();
    CoderProperties.coderDeterministic(CODER, full(), full());
  }

  @Test
  void theCoderIsSerializable() {
    CoderProperties.coderSerializable(CODER);
  }
}
