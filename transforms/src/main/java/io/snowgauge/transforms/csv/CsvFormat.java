package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.record.RecordCounter;
import io.snowgauge.transforms.record.RecordParser;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import io.snowgauge.transforms.tabular.TextEncoding;
import java.util.List;

/**
 * Comma-separated values; docs/formats/csv-ndjson.md has the rules.
 *
 * @param declared the columns that are loaded
 * @param header whether the first record names the columns; otherwise they are as declared
 * @param delimiter one ASCII character, neither a quote nor a line end
 * @param encoding of the text
 * @param nullTokens what stands for null, unquoted, besides nothing at all
 * @param paddedQuotes what becomes of quoted fields with blanks around the quotes
 * @param maxRecordBytes a longer record fails its file
 */
public record CsvFormat(
    DeclaredColumns declared,
    boolean header,
    char delimiter,
    TextEncoding encoding,
    List<String> nullTokens,
    PaddedQuotes paddedQuotes,
    int maxRecordBytes)
    implements Format {
  /** 16 MiB. */
  public static final int DEFAULT_MAX_RECORD_BYTES = 16 << 20;

  /** Keeps a copy of the list. */
  public CsvFormat {
    nullTokens = List.copyOf(nullTokens);
  }

  /** A format that rejects padded quotes. */
  public CsvFormat(
      DeclaredColumns declared,
      boolean header,
      char delimiter,
      TextEncoding encoding,
      List<String> nullTokens,
      int maxRecordBytes) {
    this(declared, header, delimiter, encoding, nullTokens, PaddedQuotes.REJECT, maxRecordBytes);
  }

  @Override
  public List<Column> columns() {
    return declared.columns();
  }

  @Override
  public long longestText() {
    return maxRecordBytes;
  }

  @Override
  public RecordParser newParser() {
    return new CsvRecordParser(this);
  }

  @Override
  public RecordCounter newCounter() {
    return new CsvRecordCounter(header, delimiter, encoding, paddedQuotes == PaddedQuotes.TRIM);
  }
}
