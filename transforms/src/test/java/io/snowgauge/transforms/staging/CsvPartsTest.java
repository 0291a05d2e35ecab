package io.snowgauge.transforms.staging;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.record.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvPartsTest {
  private static final long PART_BYTES = 500_000;
  private static final byte[] STAGE_ID = "stage".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private final Random random = new Random(20250606);
  private final List<String> written = new ArrayList<>();

  private CsvParts parts(boolean compresses) {
    List<Column> columns = List.of(new Column("A", "a", ColumnType.STRING, Column.JsonNull.SHOWN));
    return new CsvParts(Storage.localUri(folder) + "/", columns, compresses, false, PART_BYTES);
  }

  /** Writes records of a file, of random digits, which compress to about half their size. */
  private List<String> write(CsvParts parts, int records) throws IOException {
    parts.startFile(STAGE_ID);
    for (int i = 1; i <= records; i++) {
      String value = String.valueOf(random.nextLong(Long.MAX_VALUE));
      byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
      Row row = new Row(1);
      row.setLine(i + 1);
      row.set(0, bytes, 0, bytes.length);
      parts.write(i, row);
      written.add("stage,%d,%d,%s".formatted(i, i + 1, value));
    }
    return parts.partsOfFile();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPartEndsOnceItHasItsSizeInTheStorage(boolean compresses) throws Exception {
    CsvParts parts = parts(compresses);
    List<String> uris = write(parts, 150_000);
    parts.close();
    List<Long> sizes = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String uri : uris) {
      sizes.add(Files.size(Storage.localPath(uri)));
      text.append(StagingFolder.text(uri));
    }
    sizes.remove(sizes.size() - 1);
    assertThat(sizes, hasSize(greaterThan(2)));
    assertThat(
        sizes, everyItem(allOf(greaterThan(PART_BYTES), lessThan(PART_BYTES + (300 << 10)))));
    assertThat(text.toString().lines().toList(), is(written));
  }

  @Test
  void largeRowsHavePartsOfTheirOwnWhichFilesDoNotShare() throws Exception {
    CsvParts parts = parts(false);
    parts.startFile(STAGE_ID);
    Row row = new Row(1);
    for (int bytes : new int[] {3, 32_769, 300_000, 500_001, 32_768, 2}) {
      row.set(0, "w".repeat(bytes).getBytes(StandardCharsets.US_ASCII), 0, bytes);
      parts.write(1, row);
    }
    List<String> uris = parts.partsOfFile();
    parts.startFile(STAGE_ID);
    parts.write(1, row);
    row.set(0, "w".repeat(40_000).getBytes(StandardCharsets.US_ASCII), 0, 40_000);
    parts.write(2, row);
    List<String> next = parts.partsOfFile();
    parts.close();
    assertThat(next.get(0), is(uris.get(0)));
    assertThat(uris.stream().map(PartName::hasLongRows).toList(), is(List.of(false, false, true)));
    assertThat(lengths(uris.get(0)), is(List.of(3, 32_768, 2, 2)));
    assertThat(lengths(uris.get(1)), is(List.of(32_769, 300_000)));
    assertThat(lengths(uris.get(2)), is(List.of(500_001)));
    assertThat(lengths(next.get(1)), is(List.of(40_000)));
  }

  /** How long the values of a part are. */
  private static List<Integer> lengths(String uri) throws IOException {
    return StagingFolder.text(uri).lines().map(line -> line.split(",", -1)[3].length()).toList();
  }

  @Test
  void compressedPartsSayWhatTheyAreAndHoldSeveralFiles() throws Exception {
    CsvParts parts = parts(true);
    List<String> first = write(parts, 3);
    List<String> second = write(parts, 2);
    parts.close();
    assertThat(second, is(first));
    assertThat(first, hasSize(1));
    assertThat(first.get(0).endsWith(".csv.zst"), is(true));
    assertThat(StagingFolder.text(first.get(0)).lines().toList(), is(written));
  }
}
