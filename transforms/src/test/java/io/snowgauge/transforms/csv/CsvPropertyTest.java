package io.snowgauge.transforms.csv;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.record.Mutation;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.Pieces;
import io.snowgauge.transforms.record.Recording;
import io.snowgauge.transforms.record.Row;
import io.snowgauge.transforms.record.ShortReads;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every file, tried on files made at random; a failure names its seed. */
class CsvPropertyTest {
  private static final int FILES = 2500;

  @ParameterizedTest
  @EnumSource
  void theRecordsAreThoseTheFileWasMadeOf(TextEncoding encoding) throws IOException {
    long records = 0;
    for (int seed = 0; seed < FILES; seed++) {
      RandomCsv file = RandomCsv.of(seed, encoding);
      if (file.records().isEmpty()) {
        continue;
      }
      CsvFormat format = file.format();
      Recording found = read(format, file.bytes(), seed);
      List<String> expected = expected(file);
      assertThat("seed " + seed, found.fault(), is(List.of()));
      assertThat("seed " + seed, found.records(), is(expected));
      ParseResult result = found.result();
      long count = Pieces.count(format.newCounter(), file.bytes());
      assertThat("seed " + seed, result.accepted() + result.rejected(), is(count));
      records += expected.size();
    }
    assertThat("records", records, is(greaterThan((long) FILES)));
  }

  @ParameterizedTest
  @EnumSource
  void whateverTheBytesNothingIsThrownAndNoRecordLost(TextEncoding encoding) throws IOException {
    long withoutFault = 0;
    for (int seed = 0; seed < FILES; seed++) {
      RandomCsv file = RandomCsv.of(seed, encoding);
      byte[] bytes = Mutation.of(file.bytes(), new Random(seed));
      CsvFormat format = file.format();
      Recording found = read(format, bytes, seed);
      assertThat("seed " + seed, read(format, bytes, ~seed).everything(), is(found.everything()));
      ParseResult result = found.result();
      if (result.fault() == null) {
        withoutFault++;
        long count = Pieces.count(format.newCounter(), bytes);
        assertThat("seed " + seed, result.accepted() + result.rejected(), is(count));
      }
    }
    assertThat("files without fault", withoutFault, is(greaterThan(FILES / 10L)));
  }

  private static Recording read(CsvFormat format, byte[] bytes, long seed) throws IOException {
    ShortReads pieces = new ShortReads(bytes, new Random(seed), 10);
    return Recording.of(format.newParser(), pieces, CsvPropertyTest::shown);
  }

  private static String shown(Row row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.columns() - 1; i++) {
      values.add(shown(row.text(i) == null, String.valueOf(row.text(i))));
    }
    return values.toString();
  }

  private static String shown(boolean isNull, String text) {
    return isNull ? "null" : "'" + text + "'";
  }

  private static List<String> expected(RandomCsv file) {
    List<String> expected = new ArrayList<>();
    int fields = file.records().get(0).size();
    for (List<RandomCsv.Field> record : file.records().subList(file.header() ? 1 : 0, size(file))) {
      if (record.size() == fields) {
        expected.add(
            record.stream()
                .map(field -> shown(!field.quoted() && field.text().isEmpty(), field.text()))
                .toList()
                .toString());
      }
    }
    return expected;
  }

  private static int size(RandomCsv file) {
    return file.records().size();
  }
}
