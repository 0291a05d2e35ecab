package io.snowgauge.transforms.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Records of RFC 4180, but for the delimiter and blanks around quotes, as FastCSV reads them. */
final class FastCsvRecords implements CsvRecords {
  /** What FastCSV needs beyond the longest field. */
  private static final int SLACK = 32 << 10;

  private final CsvRecord record;
  private final int maxBytes;
  private final Iterator<CsvRecord> records;

  /** Reads into {@code record} what is UTF-8, or passed on as it is. */
  FastCsvRecords(InputStream utf8, CsvDialect dialect, CsvRecord record, int maxBytes) {
    this.record = record;
    this.maxBytes = maxBytes;
    this.records =
        CsvReader.builder()
            .fieldSeparator(dialect.delimiter().charAt(0))
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .trimWhitespacesAroundQuotes(dialect.ignoresPadding())
            .maxBufferSize(maxBytes + SLACK)
            .build(record, new ByteReader(utf8))
            .iterator();
  }

  @Override
  public @Nullable CsvRecord next() throws IOException, FaultException {
    try {
      return records.hasNext() ? records.next() : null;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (CsvParseException e) {
      throw new FaultException(structuralFault(e));
    }
  }

  /** FastCSV tells what is wrong by its message; its tests and ours hold it to that. */
  private String structuralFault(CsvParseException e) {
    Throwable why = e.getCause() == null ? e : e.getCause(); // FastCSV wraps its own exceptions.
    if (why instanceof Error error) {
      throw error;
    }
    if (why instanceof CsvRecord.TooLongException) {
      return CsvRecords.overTheLimit(record.line(), maxBytes);
    }
    if (!(why instanceof CsvParseException)) {
      throw e;
    }
    String message = String.valueOf(why.getMessage());
    if (message.startsWith("Unclosed quoted field")) {
      return "line "
          + record.lineAfterFields()
          + ": expected the quote that opens here to be closed but found the end of the file";
    }
    if (message.startsWith("Unexpected character after closing quote")) {
      boolean isBlank = message.endsWith("(0x20)") || message.endsWith("(0x9)");
      return "line "
          + record.line()
          + ": expected a delimiter or a line end behind a closing quote but found "
          + (isBlank ? "a blank" : "other text")
          + ", in the record that starts here"
          + (isBlank ? CsvRecord.TRIM_IT : "");
    }
    if (message.startsWith("The maximum buffer size")) {
      return CsvRecords.overTheLimit(record.lineAfterFields(), maxBytes)
          + "; is a quote open that should be closed?";
    }
    throw e;
  }
}
