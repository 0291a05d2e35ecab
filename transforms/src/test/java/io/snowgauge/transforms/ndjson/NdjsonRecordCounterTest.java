package io.snowgauge.transforms.ndjson;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.record.Pieces;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Each file is counted whole, byte by byte and in any two pieces. */
class NdjsonRecordCounterTest {
  @Test
  void countsLinesAsRecords() {
    String text =
        """
        {"id": 1, "name": "hammer"}
        {"id": 2, "name": "screws\\n"}
        {}
        """;
    assertThat(count(text), is(3L));
  }

  @Test
  void countsTheLastLineWithoutALineEnd() {
    assertThat(count("{}"), is(1L));
    assertThat(count("{}\n{}"), is(2L));
    assertThat(count("{}\n{}\r"), is(2L));
  }

  @Test
  void countsLinesThatAreNoObjects() {
    assertThat(count("{\n}\n[\n\"\n1\nnull\n\u0000\n\u000b\n\u00a0\n"), is(9L));
  }

  @Test
  void countsNothingInAnEmptyFile() {
    assertThat(count(""), is(0L));
  }

  @Test
  void skipsLinesOfNothingButBlanks() {
    assertThat(count("\n"), is(0L));
    assertThat(count(" \t\r"), is(0L));
    assertThat(count("\n\r\n \n\t\n\r \r\n"), is(0L));
    assertThat(count("\n\n{}\n\n \r\n{}\r\n\r\n"), is(2L));
  }

  @Test
  void countsALineWithBlanksInFrontOnce() {
    assertThat(count("  \t{} \t \r\n \r {} {} \n"), is(2L));
  }

  @Test
  void endsALineAtLfOnly() {
    assertThat(count("{}\r{}\r{}"), is(1L));
    assertThat(count("{}\u0085{}\u2028{}\n{}"), is(2L));
  }

  @Test
  void stripsAByteOrderMark() {
    assertThat(count("\uFEFF"), is(0L));
    assertThat(count("\uFEFF \r\n"), is(0L));
    assertThat(count("\uFEFF{}\n{}\n"), is(2L));
  }

  @Test
  void countsAByteOrderMarkElsewhereAsText() {
    assertThat(count("\uFEFF\uFEFF\n"), is(1L));
    assertThat(count(" \uFEFF\n\uFEFF"), is(2L));
  }

  @Test
  void countsPartOfAByteOrderMarkAsText() {
    assertThat(count(new byte[] {(byte) 0xEF}), is(1L));
    assertThat(count(new byte[] {(byte) 0xEF, (byte) 0xBB}), is(1L));
    assertThat(count(new byte[] {(byte) 0xEF, (byte) 0xBB, '\n', '1'}), is(2L));
  }

  @Test
  void countsLinesThatAreNotUtf8() {
    assertThat(count(new byte[] {(byte) 0xFF, '\n', (byte) 0xC3, '\n', (byte) 0x80}), is(3L));
  }

  private static long count(String text) {
    return count(text.getBytes(StandardCharsets.UTF_8));
  }

  private static long count(byte[] file) {
    return Pieces.countEveryWay(NdjsonRecordCounter::new, file);
  }
}
