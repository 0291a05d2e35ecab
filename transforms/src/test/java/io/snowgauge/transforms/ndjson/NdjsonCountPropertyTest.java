package io.snowgauge.transforms.ndjson;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.record.Pieces;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What holds for the count of every file, tried on files made at random; a failure names its seed.
 */
class NdjsonCountPropertyTest {
  private static final int FILES = 10_000;
  private static final String STRUCTURE = "\n\n\r\t a\u00ef\u00bb\u00bf";

  @Test
  void theCountIsThatOfTheObjects() {
    long records = 0;
    for (int seed = 0; seed < FILES; seed++) {
      RandomNdjson file = RandomNdjson.of(seed);
      long expected = file.objects().size();
      long whole = Pieces.count(new NdjsonRecordCounter(), file.bytes());
      assertThat("seed " + seed, whole, is(expected));
      long pieced =
          Pieces.countInRandomPieces(new NdjsonRecordCounter(), file.bytes(), new Random(seed));
      assertThat("seed " + seed + " in pieces", pieced, is(expected));
      records += expected;
    }
    assertThat("records", records, is(greaterThan(FILES * 2L)));
  }

  @Test
  void anyBytesHaveOneCountHoweverTheyAreCut() {
    for (int seed = 0; seed < FILES; seed++) {
      Random random = new Random(seed);
      byte[] file = new byte[random.nextInt(40)];
      for (int i = 0; i < file.length; i++) {
        file[i] = (byte) STRUCTURE.charAt(random.nextInt(STRUCTURE.length()));
      }
      long whole = Pieces.count(new NdjsonRecordCounter(), file);
      long pieced = Pieces.countInRandomPieces(new NdjsonRecordCounter(), file, random);
      assertThat("seed " + seed, pieced, is(whole));
    }
  }
}
