package io.snowgauge.transforms.csv;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.record.Pieces;
import io.snowgauge.transforms.record.RecordCounter;
import io.snowgauge.transforms.text.TextEncoding;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What holds for the count of every file, tried on files made at random; a failure names its seed.
 */
class CsvCountPropertyTest {
  private static final int FILES = 4000;
  private static final String STRUCTURE = "\"\",,\n\ra\u0000";

  @ParameterizedTest
  @EnumSource
  void theCountIsThatOfTheRecordsLessTheHeader(TextEncoding encoding) {
    long records = 0;
    for (int seed = 0; seed < FILES; seed++) {
      RandomCsv file = RandomCsv.of(seed, encoding);
      int expected = Math.max(file.records().size() - (file.header() ? 1 : 0), 0);
      assertThat("seed " + seed, Pieces.count(counter(file), file.bytes()), is((long) expected));
      long pieced = Pieces.countInRandomPieces(counter(file), file.bytes(), new Random(seed));
      assertThat("seed " + seed + " in pieces", pieced, is((long) expected));
      records += expected;
    }
    assertThat("records", records, is(greaterThan(FILES * 2L)));
  }

  /** Also where quotes do not pair up and nothing is text of the encoding. */
  @ParameterizedTest
  @EnumSource
  void anyBytesHaveOneCountHoweverTheyAreCut(TextEncoding encoding) {
    for (int seed = 0; seed < FILES; seed++) {
      Random random = new Random(seed);
      byte[] file = anyBytes(random);
      long whole =
          Pieces.count(new CsvRecordCounter(false, CsvDialect.delimitedBy(','), encoding), file);
      long pieced =
          Pieces.countInRandomPieces(
              new CsvRecordCounter(false, CsvDialect.delimitedBy(','), encoding), file, random);
      assertThat("seed " + seed, pieced, is(whole));
    }
  }

  private static RecordCounter counter(RandomCsv file) {
    return file.format().newCounter();
  }

  private static byte[] anyBytes(Random random) {
    byte[] bytes = new byte[random.nextInt(60)];
    random.nextBytes(bytes);
    for (int i = 0; i < bytes.length; i++) {
      if (random.nextInt(4) > 0) {
        bytes[i] = (byte) STRUCTURE.charAt(random.nextInt(STRUCTURE.length()));
      }
    }
    return bytes;
  }
}
