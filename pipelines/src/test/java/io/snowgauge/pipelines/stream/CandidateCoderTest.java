package io.snowgauge.pipelines.stream;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.transforms.files.Announcement;
import io.snowgauge.transforms.files.SourceFile;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The encodings of {@code candidate.properties}, which checkpoints may hold. */
class CandidateCoderTest {
  private static final CandidateCoder CODER = CandidateCoder.of();

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

  private static final Map<String, Candidate> VALUES =
      Map.of(
          "notified", new Candidate("shares", ANNOUNCED, Candidate.Origin.NOTIFIED),
          "listed", new Candidate("shares", LISTED, Candidate.Origin.LISTED),
          "again", new Candidate("shares", LISTED, Candidate.Origin.LISTED_AGAIN));

  private final Properties encodings = new Properties();

  @BeforeEach
  void readEncodings() throws IOException {
    try (InputStream file = getClass().getResourceAsStream("candidate.properties")) {
      encodings.load(file);
    }
  }

  private byte[] encoding(String key) {
    return HexFormat.of().parseHex(Objects.requireNonNull(encodings.getProperty(key), key));
  }

  @Test
  void everyEncodingThatEverWasCanBeRead() throws Exception {
    for (Map.Entry<String, Candidate> value : VALUES.entrySet()) {
      for (int version = 0; version <= CODER.version(); version++) {
        String key = value.getKey() + "." + version;
        ByteArrayInputStream in = new ByteArrayInputStream(encoding(key));
        assertThat(key, CODER.decode(in), is(value.getValue()));
        assertThat(key + " is read to its end", in.available(), is(0));
      }
    }
  }

  @Test
  void thePresentEncodingStaysAsItIs() throws Exception {
    for (Map.Entry<String, Candidate> value : VALUES.entrySet()) {
      String key = value.getKey() + "." + CODER.version();
      assertThat(
          key,
          HexFormat.of().formatHex(CoderUtils.encodeToByteArray(CODER, value.getValue())),
          is(encodings.getProperty(key)));
    }
  }

  @Test
  void theCoderThatAnEarlierCheckpointHoldsIsThisOne() throws Exception {
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(encoding("coder")))) {
      CandidateCoder restored = (CandidateCoder) in.readObject();
      assertThat(restored, is(CODER));
      for (Map.Entry<String, Candidate> value : VALUES.entrySet()) {
        CoderProperties.coderDecodeEncodeEqual(restored, value.getValue());
      }
    }
  }

  @Test
  void theEncodingOfALaterProgramIsRefused() {
    CoderException refused =
        assertThrows(
            CoderException.class,
            () -> CoderUtils.decodeFromByteArray(CODER, new byte[] {0, 9, 1, 2, 3}));
    assertThat(
        refused.getMessage(),
        is(
            "expected a candidate in an encoding up to 2 but found encoding 9: a later program"
                + " wrote it, so go on with that one"));
    assertThrows(
        CoderException.class, () -> CoderUtils.decodeFromByteArray(CODER, new byte[] {0, 0}));
    assertThrows(EOFException.class, () -> CODER.decode(new ByteArrayInputStream(new byte[] {})));
  }

  @Test
  void isDeterministic() throws Exception {
    CODER.verifyDeterministic();
  }
}
