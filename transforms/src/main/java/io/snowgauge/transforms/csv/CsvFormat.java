package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.record.RecordCounter;
import io.snowgauge.transforms.record.RecordParser;
import io.snowgauge.transforms.tabular.DeclaredColumns;
import io.snowgauge.transforms.tabular.NullTokens;
import io.snowgauge.transforms.text.TextEncoding;
import java.util.List;
import java.util.Optional;

/**
 * Comma-separated values; docs/formats/csv-ndjson.md has the rules.
 *
 * @param declared the columns that are loaded
 * @param header whether the first record names the columns; otherwise they are as declared
 * @param dialect how records and fields are told apart
 * @param encoding of the text
 * @param nulls what stands for null
 * @param lengths what becomes of records that are longer or shorter than the header
 * @param maxRecordBytes a longer record fails its file
 */
public record CsvFormat(
    DeclaredColumns declared,
    boolean header,
    CsvDialect dialect,
    TextEncoding encoding,
    NullTokens nulls,
    RowLengths lengths,
    int maxRecordBytes)
    implements Format {
  /** 16 MiB. */
  public static final int DEFAULT_MAX_RECORD_BYTES = 16 << 20;

  /** A format of RFC 4180's dialect with another delimiter. */
  public CsvFormat(
      DeclaredColumns declared,
      boolean header,
      char delimiter,
      TextEncoding encoding,
      List<String> nullTokens,
      int maxRecordBytes) {
    this(
        declared,
        header,
        CsvDialect.delimitedBy(delimiter),
        encoding,
        new NullTokens(nullTokens, false),
        RowLengths.EQUAL,
        maxRecordBytes);
  }

  @Override
  public List<Column> columns() {
    return declared.columns();
  }

  @Override
  public List<Column> absentable() {
    return header ? declared.optional() : List.of();
  }

  @Override
  public long longestText() {
    return maxRecordBytes;
  }

  /** With the header, but without what stands in front of it or behind all records. */
  @Override
  public Optional<Format> ofCorrectedLines() {
    return Optional.of(
        new CsvFormat(
            declared,
            header,
            dialect.ofRecordsOnly(),
            TextEncoding.UTF_8,
            nulls,
            lengths,
            maxRecordBytes));
  }

  @Override
  public RecordParser newParser() {
    return new CsvRecordParser(this);
  }

  @Override
  public RecordCounter newCounter() {
    return dialect.isPlain() && dialect.trailers().isEmpty()
        ? new CsvRecordCounter(header, dialect, encoding)
        : new CsvDialectCounter(header, dialect, encoding);
  }
}
