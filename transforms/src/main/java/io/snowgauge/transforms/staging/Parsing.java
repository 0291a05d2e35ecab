package io.snowgauge.transforms.staging;

import io.snowgauge.transforms.digest.FileDigest;
import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.RecordParser;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.record.Row;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * One file's way through its parser, or that of the files in an archive one after the other:
 * records to the parts, and what came of its lines.
 */
final class Parsing implements ParseListener {

  private final CsvParts csv;
  private final NdjsonParts ndjson;
  private final RejectPart rejects;
  private final FileMessages messages;
  private final @Nullable AbsentValues absent;
  private final @Nullable FileDigest digest;
  private long records;
  private long refused;
  private String where = "";
  private boolean isRead;
  private long rejected;
  private long lines;
  private @Nullable String fault;
  private long lastLine;

  /**
   * A file that is about to be parsed.
   *
   * @param absent counts what records do not have, where that matters
   * @param digest takes in the records, where it is asked for
   */
  Parsing(
      CsvParts csv,
      NdjsonParts ndjson,
      RejectPart rejects,
      FileMessages messages,
      @Nullable AbsentValues absent,
      @Nullable FileDigest digest) {
    this.absent = absent;
    this.digest = digest;
    this.messages = messages;
    this.csv = csv;
    this.ndjson = ndjson;
    this.rejects = rejects;
  }

  /**
   * Parses a file, or the next one of an archive.
   *
   * @param of what messages say in front of what is wrong with it, or nothing
   */
  void parse(RecordParser parser, InputStream text, String of) throws IOException {
    where = of;
    isRead = false;
    ParseResult result = parser.parse(text, this);
    isRead = true;
    rejected += result.rejected();
    lines += result.lines();
    if (fault == null && result.fault() != null) {
      fault = where + result.fault();
    }
  }

  @Override
  public void record(Row row) throws IOException {
    lastLine = row.line();
    records++;
    if (digest != null) {
      digest.add(row);
    }
    ndjson.write(row);
    csv.write(records, row);
    if (absent != null) {
      absent.add(row);
    }
  }

  @Override
  public void reject(Reject reject) throws IOException {
    lastLine = reject.line();
    refused++;
    rejects.write(
        where.isEmpty()
            ? reject
            : new Reject(reject.line(), reject.column(), where + reject.reason(), reject.raw()));
    if (messages.hasRoom()) {
      messages.add(
          where + "line " + reject.line() + ", column " + reject.column() + ": " + reject.reason());
    } else {
      messages.addUnshown();
    }
  }

  @Override
  public void header(long line, String raw) {
    rejects.header(line, raw);
  }

  @Override
  public void notice(String message) {
    messages.addNotice(where + message);
  }

  /** Where values of absent columns are kept, that is said once the records are known. */
  @Override
  public void missing(String columns) {
    if (absent == null) {
      ParseListener.super.missing(columns);
    }
  }

  /** The records that were written, also where parsing broke off. */
  long accepted() {
    return records;
  }

  /** What the counting rule gives for the refused lines; unknown where parsing broke off. */
  long rejected() {
    return isRead ? rejected : 0;
  }

  /** The line of the last record that was accepted or refused; 0 if there was none. */
  long lastLine() {
    return lastLine;
  }

  long lines() {
    return isRead ? lines : refused;
  }

  long rejectedLines() {
    return refused;
  }

  @Nullable String fault() {
    return fault;
  }
}
