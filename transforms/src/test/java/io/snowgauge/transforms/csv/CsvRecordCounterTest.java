package io.snowgauge.transforms.csv;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.record.Pieces;
import io.snowgauge.transforms.text.TextEncoding;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each file is counted whole, byte by byte and in any two pieces. */
class CsvRecordCounterTest {
  private static final String MARK = "\uFEFF";

  @Nested
  class Lines {
    @Test
    void countsLinesAsRecords() {
      String text =
          """
          1,hammer,12.50
          2,"screws, 100",3.20
          3,,
          """;
      assertThat(count(text), is(3L));
    }

    @Test
    void countsTheLastRecordWithoutALineEnd() {
      assertThat(count("a"), is(1L));
      assertThat(count("a\nb"), is(2L));
      assertThat(count("a\n\"b\""), is(2L));
      assertThat(count("a\n,"), is(2L));
    }

    @Test
    void countsNothingInAnEmptyFile() {
      assertThat(count(""), is(0L));
    }

    @Test
    void endsARecordAtLfAndCrlfAndCr() {
      assertThat(count("a\nb\n"), is(2L));
      assertThat(count("a\r\nb\r\n"), is(2L));
      assertThat(count("a\rb\r"), is(2L));
      assertThat(count("a\nb\r\nc\rd"), is(4L));
    }

    @Test
    void skipsLinesWithNothingOnThem() {
      assertThat(count("\n"), is(0L));
      assertThat(count("\r\n\r\n\r\r\n\n"), is(0L));
      assertThat(count("\n\na\n\n\nb\n\n"), is(2L));
      assertThat(count("\r\n\r\na\r\n\r\nb\r\n\r\n"), is(2L));
      assertThat(count("\ra\r\rb\r\r"), is(2L));
      assertThat(count("a\r\n\nb\n\rc\n\r\n"), is(3L));
    }

    @Test
    void countsALineOfBlanks() {
      assertThat(count(" "), is(1L));
      assertThat(count("\t\n \n\n  \r\n"), is(3L));
    }

    @Test
    void countsALineOfEmptyFields() {
      assertThat(count(",\n,,\r\n,"), is(3L));
    }

    @Test
    void countsACommentAsAnyLine() {
      assertThat(count("# a\n#b,\"\n\"\n"), is(2L));
    }

    @Test
    void countsControlCharactersAsText() {
      assertThat(count("\u0000\n\u000b\n\u000c\n\u001a\n"), is(4L));
    }
  }

  @Nested
  class Quotes {
    @Test
    void readsPastLineEndsAndDelimitersInAQuotedField() {
      assertThat(count("\"a\nb\r\nc\rd\n\n,\",e\nf"), is(2L));
      assertThat(count("a,\"\n\"\n\"\n\",b\n"), is(2L));
      assertThat(count("a,\"\r\n\",\"\r\"\r\"\n\"\r"), is(2L));
    }

    @Test
    void readsAQuoteWrittenTwiceAsText() {
      assertThat(count("\"a\"\"\n\"\"b\"\nc"), is(2L));
      assertThat(count("\"\"\"\"\n\"\"\"\n\"\"\"\nc"), is(3L));
      assertThat(count("a,\"\"\"\n\",\"\n\"\"\"\nb\n"), is(2L));
    }

    @Test
    void countsARecordOfAnEmptyQuotedField() {
      assertThat(count("\"\""), is(1L));
      assertThat(count("\"\"\n\"\"\r\n\n\"\"\r\"\""), is(4L));
    }

    @Test
    void readsAFieldBehindAnEmptyQuotedOne() {
      assertThat(count("\"\",\"\n\"\n\"\",\n"), is(2L));
    }

    @Test
    void readsAQuoteElsewhereInAFieldAsText() {
      assertThat(count("5\" pipe\n6\" pipe\n"), is(2L));
      assertThat(count("1,5\"\n2,6\"\"\n3, \"\n4"), is(4L));
      assertThat(count(" \"a\nb\"\n"), is(2L));
      assertThat(count("a\",\"\n\",b\"\n"), is(1L));
    }

    @Test
    void opensAQuoteBehindAnEmptyField() {
      assertThat(count(",\"\n\",,\"\n\"\n"), is(1L));
    }

    @Test
    void readsOnlyTheDelimiterThatIsDeclared() {
      String text = "1,\"2\n3\",4\n";
      assertThat(count(text, false, ',', TextEncoding.UTF_8), is(1L));
      assertThat(count(text, false, ';', TextEncoding.UTF_8), is(2L));
      assertThat(count("1\t\"2\t\n3\"\n4\n", false, '\t', TextEncoding.UTF_8), is(2L));
      assertThat(count("1|\"2|\n3\"|\n4\n", false, '|', TextEncoding.UTF_8), is(2L));
      assertThat(count("1 \"2 \n3\" \n4\n", false, ' ', TextEncoding.UTF_8), is(2L));
    }

    @Test
    void givesTheSameCountInAnyPiecesWhereQuotesDoNotPairUp() {
      assertThat(count("a\n\"b\nc\n"), is(2L));
      assertThat(count("a\n\"b\"c\nd\n"), is(3L));
      assertThat(count("a\n\"b\" ,\"\nd\n"), is(2L));
      assertThat(count("\""), is(1L));
      assertThat(count("\"\"\""), is(1L));
    }
  }

  @Nested
  class Header {
    @Test
    void doesNotCountTheFirstRecord() {
      assertThat(countWithHeader("id,name\n1,a\n2,b\n"), is(2L));
      assertThat(countWithHeader("id\n"), is(0L));
      assertThat(countWithHeader("id"), is(0L));
    }

    @Test
    void countsNothingWhereThereIsNoHeader() {
      assertThat(countWithHeader(""), is(0L));
      assertThat(countWithHeader("\n\r\n\r"), is(0L));
      assertThat(countWithHeader(MARK), is(0L));
    }

    @Test
    void findsTheHeaderBehindEmptyLines() {
      assertThat(countWithHeader("\r\n\n\nid\n\n1\n"), is(1L));
    }

    @Test
    void readsAHeaderOfSeveralLines() {
      assertThat(countWithHeader("id,\"name\nof it\"\n1,a\n"), is(1L));
    }
  }

  @Nested
  class Encodings {
    private static final String SAMPLE = "\n\"id\",x\r\n\r\n1,\"\n\"\"\"\r2,5\"\n\"\"\n";

    @Test
    void countsTheSameInEveryEncoding() {
      for (TextEncoding encoding : TextEncoding.values()) {
        assertThat(encoding.name(), count(SAMPLE, false, ',', encoding), is(4L));
        assertThat(encoding.name(), count(SAMPLE, true, ',', encoding), is(3L));
      }
    }

    @Test
    void readsAQuotedFieldBehindAByteOrderMark() {
      assertThat(count(MARK + "\"a\n\"\nb"), is(2L));
      assertThat(count(MARK + "\"a\n\"\nb", false, ',', TextEncoding.UTF_16LE), is(2L));
      assertThat(count(MARK + "\"a\n\"\nb", false, ',', TextEncoding.UTF_16BE), is(2L));
    }

    @Test
    void countsNothingInAFileOfOnlyAByteOrderMark() {
      assertThat(count(MARK), is(0L));
      assertThat(count(MARK + "\r\n\n"), is(0L));
      assertThat(count(bytes(0xFE, 0xFF), TextEncoding.UTF_16), is(0L));
      assertThat(count(bytes(0xFF, 0xFE), TextEncoding.UTF_16), is(0L));
      assertThat(count(bytes(0xFF, 0xFE), TextEncoding.UTF_16LE), is(0L));
      assertThat(count(bytes(0xFE, 0xFF), TextEncoding.UTF_16BE), is(0L));
    }

    @Test
    void readsASecondByteOrderMarkAsText() {
      assertThat(count(MARK + MARK), is(1L));
      assertThat(count(MARK + "\n" + MARK + "\n"), is(1L));
      assertThat(count(MARK + MARK + "\"a\n\"", false, ',', TextEncoding.UTF_16BE), is(2L));
    }

    @Test
    void readsPartOfAByteOrderMarkAsText() {
      assertThat(count(bytes(0xEF), TextEncoding.UTF_8), is(1L));
      assertThat(count(bytes(0xEF, 0xBB), TextEncoding.UTF_8), is(1L));
      assertThat(count(bytes(0xEF, 0xBB, '\n', 'a'), TextEncoding.UTF_8), is(2L));
      assertThat(count(bytes(0xEF, 0xBB, '"', '\n', '"'), TextEncoding.UTF_8), is(2L));
    }

    @Test
    void readsTheMarkOfAnotherEncodingAsText() {
      byte[] utf8 = bytes(0xEF, 0xBB, 0xBF, '"', '\n', '"', '\n');
      assertThat(count(utf8, TextEncoding.UTF_8), is(1L));
      assertThat(count(utf8, TextEncoding.WINDOWS_1252), is(2L));
      assertThat(count(bytes(0xFE, 0xFF), TextEncoding.UTF_16LE), is(1L));
      assertThat(count(bytes(0xFF, 0xFE), TextEncoding.UTF_16BE), is(1L));
    }

    @Test
    void takesTheByteOrderOfUtf16FromItsMark() {
      byte[] big = (MARK + SAMPLE).getBytes(StandardCharsets.UTF_16BE);
      byte[] little = (MARK + SAMPLE).getBytes(StandardCharsets.UTF_16LE);
      byte[] unmarked = SAMPLE.getBytes(StandardCharsets.UTF_16BE);
      assertThat(count(big, TextEncoding.UTF_16), is(4L));
      assertThat(count(little, TextEncoding.UTF_16), is(4L));
      assertThat(count(unmarked, TextEncoding.UTF_16), is(4L));
    }

    @Test
    void readsTheFirstUnitOfUtf16WithoutAMark() {
      byte[] quoted = "\"\n\"".getBytes(StandardCharsets.UTF_16BE);
      assertThat(count(quoted, TextEncoding.UTF_16), is(1L));
      assertThat(count(quoted, TextEncoding.UTF_16BE), is(1L));
    }

    @Test
    void countsLongPiecesOfUtf16() {
      byte[] file = "1,\"\n\"\r\n".repeat(10_000).getBytes(StandardCharsets.UTF_16LE);
      for (int first = 0; first < 4; first++) {
        CsvRecordCounter counter =
            new CsvRecordCounter(true, CsvDialect.delimitedBy(','), TextEncoding.UTF_16LE);
        counter.update(file, 0, first);
        counter.update(file, first, file.length - first);
        assertThat("behind " + first, counter.finish(), is(9_999L));
      }
    }

    @Test
    void readsNoLineEndOrQuoteInHalfOfAUtf16Unit() {
      // U+0A0A U+0D0D U+220A U+2C22 U+0A00, and the surrogates D83D DC0A and D83D DC22.
      String text = "\u0a0a\u0d0d\u220a\u2c22\u0a00\ud83d\udc0a\ud83d\udc22,\u2200\na\n";
      for (TextEncoding encoding : TextEncoding.values()) {
        if (encoding.isWide()) {
          assertThat(encoding.name(), count(text, false, ',', encoding), is(2L));
        }
      }
    }

    @Test
    void ignoresAnOddLastByteOfUtf16() {
      assertThat(count(bytes(0), TextEncoding.UTF_16BE), is(0L));
      assertThat(count(bytes(0xFE), TextEncoding.UTF_16), is(0L));
      assertThat(count(bytes('a', 0, '\n', 0, 'b'), TextEncoding.UTF_16LE), is(1L));
    }

    @Test
    void countsTextThatIsNotUtf8() {
      assertThat(
          count(bytes(0xFF, '\n', 0xC3, '\n', 0xE2, 0x82, '\n'), TextEncoding.UTF_8), is(3L));
    }
  }

  private static long count(String text) {
    return count(text, false, ',', TextEncoding.UTF_8);
  }

  private static long countWithHeader(String text) {
    return count(text, true, ',', TextEncoding.UTF_8);
  }

  private static long count(String text, boolean header, char delimiter, TextEncoding encoding) {
    byte[] file = text.getBytes(encoding.charset());
    return Pieces.countEveryWay(
        () -> new CsvRecordCounter(header, CsvDialect.delimitedBy(delimiter), encoding), file);
  }

  private static long count(byte[] file, TextEncoding encoding) {
    return Pieces.countEveryWay(
        () -> new CsvRecordCounter(false, CsvDialect.delimitedBy(','), encoding), file);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
