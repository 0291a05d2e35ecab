package io.snowgauge.transforms.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

/** The encodings of {@code source-file.properties}, which checkpoints may hold. */
class SourceFileCoderTest {
  private static final SourceFileCoder CODER = SourceFileCoder.of();

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

  private final Properties encodings = new Properties();

  @BeforeEach
  void readEncodings() throws IOException {
    try (InputStream file = getClass().getResourceAsStream("source-file.properties")) {
      encodings.load(file);
    }
  }

  private byte[] encoding(String key) {
    return HexFormat.of().parseHex(Objects.requireNonNull(encodings.getProperty(key), key));
  }

  @Test
  void everyEncodingThatEverWasCanBeRead() throws Exception {
    for (Map.Entry<String, SourceFile> value : VALUES.entrySet()) {
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
    for (Map.Entry<String, SourceFile> value : VALUES.entrySet()) {
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
      SourceFileCoder restored = (SourceFileCoder) in.readObject();
      assertThat(restored, is(CODER));
      for (Map.Entry<String, SourceFile> value : VALUES.entrySet()) {
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
            "expected a file version in an encoding up to 1 but found encoding 9: a later program"
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
