package io.snowgauge.transforms.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds of a coder whose encodings checkpoints may hold; they are kept in a file. */
public abstract class VersionedCoderConformance<T> {
  private final VersionedCoder<T> coder;
  private final Map<String, T> values;
  private final String file;
  private final Properties encodings = new Properties();

  /**
   * A coder.
   *
   * @param values by the names that they have in the file
   * @param file beside the test, with each value's encodings and the coder itself
   */
  protected VersionedCoderConformance(VersionedCoder<T> coder, Map<String, T> values, String file) {
    this.coder = coder;
    this.values = values;
    this.file = file;
  }

  @BeforeEach
  void readEncodings() throws IOException {
    try (InputStream in = getClass().getResourceAsStream(file)) {
      encodings.load(in);
    }
  }

  private byte[] encoding(String key) {
    return HexFormat.of().parseHex(Objects.requireNonNull(encodings.getProperty(key), key));
  }

  @Test
  void everyEncodingThatEverWasCanBeRead() throws Exception {
    for (Map.Entry<String, T> value : values.entrySet()) {
      for (int version = 0; version <= coder.version(); version++) {
        String key = value.getKey() + "." + version;
        ByteArrayInputStream in = new ByteArrayInputStream(encoding(key));
        assertThat(key, coder.decode(in), is(value.getValue()));
        assertThat(key + " is read to its end", in.available(), is(0));
      }
    }
  }

  @Test
  void thePresentEncodingStaysAsItIs() throws Exception {
    for (Map.Entry<String, T> value : values.entrySet()) {
      String key = value.getKey() + "." + coder.version();
      assertThat(
          key,
          HexFormat.of().formatHex(CoderUtils.encodeToByteArray(coder, value.getValue())),
          is(encodings.getProperty(key)));
    }
  }

  @Test
  void theCoderThatAnEarlierCheckpointHoldsIsThisOne() throws Exception {
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(encoding("coder")))) {
      VersionedCoder<T> restored = ofSameClass(in.readObject());
      assertThat(restored, is(coder));
      for (Map.Entry<String, T> value : values.entrySet()) {
        CoderProperties.coderDecodeEncodeEqual(restored, value.getValue());
      }
    }
  }

  /** A coder's class says what it encodes. */
  @SuppressWarnings("unchecked")
  private VersionedCoder<T> ofSameClass(Object restored) {
    return coder.getClass().cast(restored);
  }

  @Test
  void theEncodingOfALaterProgramIsRefused() {
    CoderException refused =
        assertThrows(
            CoderException.class,
            () -> CoderUtils.decodeFromByteArray(coder, new byte[] {0, 9, 1, 2, 3}));
    assertThat(
        refused.getMessage(),
        is(
            "expected "
                + noun()
                + " in an encoding up to "
                + coder.version()
                + " but found encoding 9: a later program wrote it, so go on with that one"));
    assertThrows(
        CoderException.class, () -> CoderUtils.decodeFromByteArray(coder, new byte[] {0, 0}));
    assertThrows(EOFException.class, () -> coder.decode(new ByteArrayInputStream(new byte[] {})));
  }

  /** What messages have to call a value. */
  protected abstract String noun();

  @Test
  void isDeterministic() throws Exception {
    coder.verifyDeterministic();
  }
}
