package io.snowgauge.transforms.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.RecordParser;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.tabular.ColumnValues;
import io.snowgauge.transforms.tabular.ExtraObject;
import io.snowgauge.transforms.text.AsciiWords;
import io.snowgauge.transforms.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads CSV with FastCSV and makes rows of the declared columns: docs/formats/csv-ndjson.md. */
final class CsvRecordParser implements RecordParser {
  /** What FastCSV needs beyond the longest field. */
  private static final int SLACK = 32 << 10;

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
    private final ParseListener listener;
    private final CsvRecord record;
    private final ColumnValues values;
    private final ExtraObject extra = new ExtraObject();
    private final byte[][] nullTokens;
    private @Nullable CsvHeader header;
    private long accepted;
    private long rejected;
    private @Nullable String refusal;
    private int refusedField;

    File(CsvFormat format, ParseListener listener) {
      this.format = format;
      this.listener = listener;
      this.record = new CsvRecord(format.maxRecordBytes(), format.delimiter());
      this.values = new ColumnValues(format.declared());
      Set<String> tokens = new HashSet<>(format.nullTokens());
      tokens.remove("");
      this.nullTokens =
          tokens.stream()
              .map(token -> token.getBytes(StandardCharsets.UTF_8))
              .toArray(byte[][]::new);
      this.header = format.header() ? null : CsvHeader.positional(values);
    }

    ParseResult read(InputStream in) throws IOException {
      String fault = fault(in);
      if (fault == null && header == null) {
        fault = "line 1: expected a header but found no record";
      }
      extra.report(listener);
      long headers = format.header() && header != null ? 1 : 0;
      return new ParseResult(accepted, rejected, accepted + rejected + headers, rejected, fault);
    }

    /** Reads all records; why it had to stop, or null. */
    private @Nullable String fault(InputStream in) throws IOException {
      try {
        CloseableIterator<CsvRecord> records =
            reader(EncodedText.asUtf8(in, format.encoding())).iterator();
        while (records.hasNext()) {
          take(records.next());
        }
        return null;
      } catch (CsvHeader.UnusableException e) {
        return "line " + record.line() + ": " + e.getMessage();
      } catch (EncodedText.UndeclaredException e) {
        return "line 1: " + e.getMessage();
      } catch (UncheckedIOException e) {
        if (e.getCause() instanceof Utf8Transcoder.MalformedException malformed) {
          return "line "
              + malformed.line()
              + ": expected text in "
              + format.encoding().configName()
              + " (format.encoding) but found bytes that it does not have";
        }
        throw e.getCause();
      } catch (CsvParseException e) {
        return structuralFault(e);
      }
    }

    private CsvReader<CsvRecord> reader(InputStream utf8) {
      return CsvReader.builder()
          .fieldSeparator(format.delimiter())
          .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
          .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
          .allowUnclosedQuote(false)
          .trimWhitespacesAroundQuotes(format.paddedQuotes() == PaddedQuotes.TRIM)
          .maxBufferSize(format.maxRecordBytes() + SLACK)
          .build(record, new ByteReader(utf8));
    }

    /** FastCSV tells what is wrong by its message; its tests and ours hold it to that. */
    private String structuralFault(CsvParseException e) {
      Throwable why = e.getCause() == null ? e : e.getCause(); // FastCSV wraps its own exceptions.
      if (why instanceof Error error) {
        throw error;
      }
      if (why instanceof CsvRecord.TooLongException) {
        return overTheLimit(record.line());
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
        return overTheLimit(record.lineAfterFields()) + "; is a quote open that should be closed?";
      }
      throw e;
    }

    private String overTheLimit(long line) {
      return "line "
          + line
          + ": expected records of at most "
          + format.maxRecordBytes()
          + " bytes (format.maxRecordBytes) but found a longer one";
    }

    private void take(CsvRecord next) throws IOException, CsvHeader.UnusableException {
      CsvHeader known = header;
      if (known == null) {
        header = CsvHeader.of(next, format.declared(), values, listener);
        return;
      }
      values.clear();
      refusal = null;
      refusedField = 0;
      fill(next, known);
      if (refusal != null) {
        extra.discard();
        rejected++;
        listener.reject(new Reject(next.line(), next.column(refusedField), refusal, next.raw()));
        return;
      }
      if (extra.finish()) {
        values.setExtra(extra);
      }
      accepted++;
      values.row().setLine(next.line());
      listener.record(values.row());
    }

    private void fill(CsvRecord next, CsvHeader known) throws IOException {
      int expected = known.fields();
      if (next.fields() != expected) {
        refusal =
            "expected "
                + expected
                + (expected == 1 ? " field" : " fields")
                + " but found "
                + next.fields();
        refusePadded(next); // Then a delimiter was meant to be text.
        return;
      }
      boolean isPlain = next.isAscii() && !next.holdsNul();
      for (int field = 0; field < expected && refusal == null; field++) {
        refusedField = field;
        if (!isPlain) {
          refuseText(next, field, known);
        }
        if (refusal == null) {
          set(next, field, known);
        }
      }
    }

    private void refusePadded(CsvRecord next) {
      for (int field = 0; field < next.storedFields(); field++) {
        if (next.isPadded(field)) {
          refusedField = field;
          refusal = CsvRecord.NO_PADDING + CsvRecord.TRIM_IT;
          return;
        }
      }
    }

    private void refuseText(CsvRecord next, int field, CsvHeader known) {
      int start = next.start(field);
      int end = next.end(field);
      if (Utf8.firstInvalid(next.bytes(), start, end) >= 0) {
        refusal =
            known.shownName(field)
                + ": expected UTF-8 but found other bytes; format.encoding declares another"
                + " encoding";
        return;
      }
      for (int i = start; i < end; i++) {
        if (next.bytes()[i] == 0) {
          refusal = known.shownName(field) + ": expected text without NUL but found one";
          return;
        }
      }
    }

    private void set(CsvRecord next, int field, CsvHeader known) throws IOException {
      int column = known.column(field);
      int start = next.start(field);
      int end = next.end(field);
      boolean isNull = !next.isQuoted(field) && isNull(next, start, end, column);
      if (!isNull && next.isPadded(field)) {
        refusal = known.shownName(field) + ": " + CsvRecord.NO_PADDING + CsvRecord.TRIM_IT;
      } else if (column < 0) {
        extra.add(known.name(field), isNull ? null : next.bytes(), start, end);
      } else {
        refusal = isNull ? values.refuseNull(column) : values.set(column, next.bytes(), start, end);
      }
    }

    /** Whether a field without quotes is null; where blanks do not count, none are looked at. */
    private boolean isNull(CsvRecord next, int start, int end, int column) {
      if (start == end) {
        return true;
      }
      byte[] b = next.bytes();
      if (nullTokens.length == 0 && !AsciiWords.isBlank(b[start])) {
        return false;
      }
      if (column < 0 || !values.ignoresBlanks(column)) {
        return isNullToken(next, start, end);
      }
      int from = AsciiWords.skipBlanks(b, start, end);
      int to = end;
      while (to > from && AsciiWords.isBlank(b[to - 1])) {
        to--;
      }
      return from == to || isNullToken(next, from, to);
    }

    private boolean isNullToken(CsvRecord next, int start, int end) {
      for (byte[] token : nullTokens) {
        if (Arrays.equals(next.bytes(), start, end, token, 0, token.length)) {
          return true;
        }
      }
      return false;
    }
  }
}
