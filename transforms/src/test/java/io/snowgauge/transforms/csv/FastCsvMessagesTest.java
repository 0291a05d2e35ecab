package io.snowgauge.transforms.csv;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

/**
 * FastCSV tells structural faults apart by these words only, and wraps the exception in another.
 */
class FastCsvMessagesTest {
  @Test
  void aQuoteThatIsNeverClosed() {
    assertThat(message("a,\"b\nc"), startsWith("Unclosed quoted field"));
  }

  @Test
  void textBehindAClosingQuote() {
    assertThat(message("\"a\"b"), startsWith("Unexpected character after closing quote"));
  }

  @Test
  void aFieldLongerThanTheBuffer() {
    assertThat(message("x".repeat(100_000)), startsWith("The maximum buffer size"));
  }

  private static String message(String csv) {
    CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .allowUnclosedQuote(false)
            .maxBufferSize(32 << 10)
            .build(new CsvRecord(1 << 20, CsvDialect.delimitedBy(',')), new StringReader(csv));
    CsvParseException e =
        assertThrows(CsvParseException.class, () -> reader.forEach(CsvRecord::line));
    return String.valueOf((e.getCause() == null ? e : e.getCause()).getMessage());
  }
}
