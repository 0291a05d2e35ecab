package io.snowgauge.io.warehouse.beam;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.beam.PublishBatches.Published;
import io.snowgauge.io.warehouse.beam.PublishBatches.PublishedCoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Properties;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

/** The encodings of {@code published.properties}, which checkpoints may hold. */
class PublishedCoderTest {
  private static final PublishedCoder CODER = PublishedCoder.of();
  private static final Published BATCH = new Published(1, 2, 3, 4, 5, 6, 7_000_000_000L);

  private static String encoding(int version) throws IOException {
    Properties encodings = new Properties();
    try (InputStream file = PublishedCoderTest.class.getResourceAsStream("published.properties")) {
      encodings.load(file);
    }
    return Objects.requireNonNull(encodings.getProperty("batch." + version));
  }

  @Test
  void everyEncodingThatEverWasCanBeRead() throws Exception {
    for (int version = 0; version <= CODER.version(); version++) {
      ByteArrayInputStream in =
          new ByteArrayInputStream(HexFormat.of().parseHex(encoding(version)));
      assertThat("encoding " + version, CODER.decode(in), is(BATCH));
      assertThat("it is read to its end", in.available(), is(0));
    }
  }

  @Test
  void thePresentEncodingStaysAsItIs() throws Exception {
    assertThat(
        HexFormat.of().formatHex(CoderUtils.encodeToByteArray(CODER, BATCH)),
        is(encoding(CODER.version())));
  }

  @Test
  void isDeterministic() throws Exception {
    CODER.verifyDeterministic();
  }
}
