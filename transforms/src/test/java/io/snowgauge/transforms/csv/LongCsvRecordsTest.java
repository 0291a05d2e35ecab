package io.snowgauge.transforms.csv;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import com.sun.management.ThreadMXBean;
import io.snowgauge.transforms.record.Declared;
import io.snowgauge.transforms.record.GeneratedText;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.Recording;
import io.snowgauge.transforms.text.TextEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records that are longer than may be held, read in memory that the limit bounds. */
class LongCsvRecordsTest {
  private static final int MEGA = 1_000_000;
  private static final String FOUND =
      "expected records of at most 16777216 bytes (format.maxRecordBytes) but found a longer one";
  private static final String IS_OPEN = "; is a quote open that should be closed?";

  @Test
  void aLineOf50MegabytesIsAFault() throws IOException {
    assertFault(text("a,b\n1,2\n3,").then("x", 50L * MEGA).then("\n5,6\n"), "line 3: " + FOUND);
  }

  @Test
  void aQuotedLineOf50MegabytesIsAFault() throws IOException {
    assertFault(text("a,b\n1,2\n3,\"").then("x", 50L * MEGA).then("\"\n5,6\n"), "line 3: " + FOUND);
  }

  @Test
  void anOpenQuoteIsNamedByItsLineHoweverMuchFollows() throws IOException {
    assertFault(text("a,b\n1,2\n\"3\n4\",\"").then("5,6\n", 12L * MEGA), "line 4: " + FOUND);
  }

  @Test
  void aLineOf50MegabytesInManyFieldsIsAFault() throws IOException {
    Recording found = read(text("a,b\n1,2\n").then("xxx,", 12L * MEGA));
    assertThat(found.result(), is(new ParseResult(1, 0, 2, 0, "line 3: " + FOUND)));
  }

  @Test
  void aRecordOf5MillionDelimitersIsRejected() throws IOException {
    long before = allocated();
    Recording found = read(text("a,b\n1,2\n").then(",", 5L * MEGA).then("\n3,4\n"));
    assertThat(allocated() - before, is(lessThan(50L * MEGA)));
    assertThat(found.result(), is(new ParseResult(2, 1, 4, 1, null)));
    assertThat(found.reasons(), contains("3:1: expected 2 fields but found 5000001"));
  }

  @Test
  void aHeaderOf5MillionDelimitersIsAFault() throws IOException {
    Recording found = read(text("").then(",", 5L * MEGA).then("\n1,2\n"));
    assertThat(found.fault(), contains("line 1: expected at most 65536 columns but found 5000001"));
  }

  @Test
  void aRejectShowsThePhysicalTextCut() throws IOException {
    String record = "\"x\"\"y\n\",\u00e4,\"\"";
    Recording found = read(text("a,b\n" + record + "\n" + record + ",").then("z", MEGA));
    assertThat(found.rejects().get(0).raw(), is(record));
    assertThat(found.rejects().get(1).raw(), is(record + "," + "z".repeat(999 - record.length())));
  }

  /**
   * A control character is six characters of JSON, so that a record may grow beyond all columns.
   */
  @Test
  void moreJsonThanAWarehouseTakesIsRejected() throws IOException {
    GeneratedText text = text("a,b,x\n1,2,").then("\u0001", 22_500_000).then("\n3,4,\u0001\n");
    Recording found = read(text, 24 << 20);
    assertThat(found.result(), is(new ParseResult(1, 1, 3, 1, null)));
    assertThat(
        found.reasons(),
        contains("2:5: _EXTRA: expected at most 134217728 bytes of JSON but found more"));
    assertThat(
        found.records(), contains("{\"a\":\"3\",\"b\":\"4\",\"_extra\":{\"x\":\"\\u0001\"}}"));
  }

  private static void assertFault(InputStream in, String fault) throws IOException {
    long before = allocated();
    Recording found = read(in);
    assertThat(allocated() - before, is(lessThan(200L * MEGA)));
    assertThat(found.result(), is(new ParseResult(1, 0, 2, 0, fault + IS_OPEN)));
  }

  private static GeneratedText text(String start) {
    return new GeneratedText().then(start);
  }

  private static Recording read(InputStream in) throws IOException {
    return read(in, CsvFormat.DEFAULT_MAX_RECORD_BYTES);
  }

  private static Recording read(InputStream in, int maxRecordBytes) throws IOException {
    CsvFormat format =
        new CsvFormat(
            Declared.columns("a; b", "keep"),
            true,
            ',',
            TextEncoding.UTF_8,
            List.of(),
            maxRecordBytes);
    return Recording.of(format.newParser(), in, Declared.asJson(format.columns()));
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
