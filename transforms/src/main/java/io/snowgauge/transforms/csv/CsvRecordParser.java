package io.snowgauge.transforms.csv;

import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.RecordParser;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.tabular.ColumnValues;
import io.snowgauge.transforms.tabular.ExtraObject;
import io.snowgauge.transforms.text.EncodedText;
import io.snowgauge.transforms.text.Utf8Transcoder;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads CSV and makes rows of the declared columns: docs/formats/csv-ndjson.md. */
final class CsvRecordParser implements RecordParser {
  private final CsvFormat format;

  CsvRecordParser(CsvFormat format) {
    this.format = format;
  }

  @Override
  public ParseResult parse(InputStream in, ParseListener listener) throws IOException {
    return new File(format, listener).read(in);
  }

  /** One file on its way through. */
  private static final class File {
    private final CsvFormat format;
    private final CsvDialect dialect;
    private final ParseListener listener;
    private final CsvRecord record;
    private final ColumnValues values;
    private final ExtraObject extra = new ExtraObject();
    private final CsvRow row;
    private final CsvTrailer trailer;
    private @Nullable CsvHeader header;
    private long accepted;
    private long rejected;

    File(CsvFormat format, ParseListener listener) {
      this.format = format;
      this.dialect = format.dialect();
      this.listener = listener;
      this.record =
          dialect.isPlain()
              ? new CsvRecord(format.maxRecordBytes(), dialect)
              : new DialectRecord(format.maxRecordBytes(), dialect);
      this.values = new ColumnValues(format.declared());
      this.row = new CsvRow(format, values, extra);
      this.trailer = new CsvTrailer(dialect.trailers());
      this.header = format.header() ? null : CsvHeader.positional(values);
    }

    ParseResult read(InputStream in) throws IOException {
      String fault = fault(in);
      if (fault == null && header == null) {
        fault = "line 1: expected a header but found no record";
      }
      if (fault == null) {
        trailer.report(listener);
      }
      extra.report(listener);
      long headers = format.header() && header != null ? 1 : 0;
      return new ParseResult(accepted, rejected, accepted + rejected + headers, rejected, fault);
    }

    /** Reads all records; why it had to stop, or null. */
    private @Nullable String fault(InputStream in) throws IOException {
      try {
        CsvRecords records = records(EncodedText.asUtf8(in, format.encoding()));
        CsvRecord next;
        while ((next = records.next()) != null) {
          take(next);
        }
        return null;
      } catch (CsvHeader.UnusableException e) {
        return "line " + record.line() + ": " + e.getMessage();
      } catch (EncodedText.UndeclaredException e) {
        return "line 1: " + e.getMessage();
      } catch (Utf8Transcoder.MalformedException e) {
        return e.fault(format.encoding());
      } catch (CsvRecords.FaultException e) {
        return e.getMessage();
      }
    }

    private CsvRecords records(InputStream utf8) throws IOException {
      CsvPreface preface = CsvPreface.takeFrom(utf8, dialect);
      if (preface.isSep()) {
        listener.notice(CsvPreface.notice(dialect));
      }
      record.startBehind(preface.lines());
      return record instanceof DialectRecord dialectRecord
          ? new CsvDialectReader(
              preface.records(), preface.lines(), dialect, dialectRecord, format.maxRecordBytes())
          : new FastCsvRecords(preface.records(), dialect, record, format.maxRecordBytes());
    }

    private void take(CsvRecord next) throws IOException, CsvHeader.UnusableException {
      CsvHeader known = header;
      Reject broken = next.broken();
      if (known == null && broken != null) {
        throw new CsvHeader.UnusableException(broken.reason());
      }
      if (known == null) {
        header = CsvHeader.of(next, format, values, listener);
        listener.header(next.line(), next.raw());
        return;
      }
      Reject early = trailer.next(next);
      if (early != null) {
        rejected++;
        listener.reject(early);
      }
      if (trailer.isOpen()) {
        return;
      }
      if (broken != null) {
        rejected++;
        listener.reject(broken);
      } else if (row.fill(next, known)) {
        accepted++;
        listener.record(row.row());
      } else {
        rejected++;
        listener.reject(
            new Reject(next.line(), next.column(row.refusedField()), row.refusal(), next.raw()));
      }
    }
  }
}
